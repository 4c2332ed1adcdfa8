/**
 * The port to real API servers: fabric8's models and HTTP client, whatever transport comes with it. Jenkins ships both.
 */
package io.jenkins.plugins.greyrelease.kube.client;
