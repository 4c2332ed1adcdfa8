/** Autoscalers in a release: which one an app has, and how it is frozen and given back exactly as it was. Pure. */
package io.jenkins.plugins.greyrelease.autoscale;
