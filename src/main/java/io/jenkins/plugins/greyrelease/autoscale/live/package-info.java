/**
 * {@code grey autoscale}: a small controller that scales apps by {@link io.jenkins.plugins.greyrelease.autoscale.Scaling}
 * where an HPA does not fit. Timers, no thread for an app; one lease for an app in a cluster.
 */
package io.jenkins.plugins.greyrelease.autoscale.live;
