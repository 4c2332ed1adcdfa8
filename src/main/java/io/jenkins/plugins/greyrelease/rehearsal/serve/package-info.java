/** Simulated clusters served over HTTP, in the time of the machine: a Kubernetes API as far as releases use it. */
package io.jenkins.plugins.greyrelease.rehearsal.serve;
