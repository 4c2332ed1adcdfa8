/**
 * What administrators and job owners set: the fleet on the system page, the permissions, where a folder's jobs may
 * release to, and the defaults of a job. The classes that Jenkins knows hold no rules: entries become the values that
 * {@link io.jenkins.plugins.greyrelease.kube.FleetReader} reads as it reads {@code fleet.yaml}.
 */
package io.jenkins.plugins.greyrelease.jenkins.config;
