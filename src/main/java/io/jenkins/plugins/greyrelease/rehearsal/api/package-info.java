/**
 * An API server in memory that keeps Kubernetes' rules, the caches of its controllers, the port to it, and the manifests
 * that fill it.
 */
package io.jenkins.plugins.greyrelease.rehearsal.api;
