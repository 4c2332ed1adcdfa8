/**
 * What happens in runs and their releases, told to whoever wants to hear of it: the port, and signed webhooks that keep
 * the order, try again, and never hold a release up.
 */
package io.jenkins.plugins.greyrelease.notify;
