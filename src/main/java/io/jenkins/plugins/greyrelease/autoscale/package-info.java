/**
 * Autoscalers. In a release: which one an app has, and how it is frozen and given back exactly as it was. Beside
 * releases: how many pods an app should have ({@link io.jenkins.plugins.greyrelease.autoscale.Scaling}). Pure.
 */
package io.jenkins.plugins.greyrelease.autoscale;
