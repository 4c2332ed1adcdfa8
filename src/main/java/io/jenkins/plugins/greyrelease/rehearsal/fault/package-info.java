/**
 * Trouble: clusters that are down, slow or refusing, and processes that die between two calls. Everything decorates the
 * {@code kube} port; what is tested has no hooks for it.
 */
package io.jenkins.plugins.greyrelease.rehearsal.fault;
