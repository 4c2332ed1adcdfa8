package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.temporal.ChronoUnit;

/**
 * What the controllers of one process share.
 *
 * @param api the simulated server
 * @param time virtual time
 * @param deployments what the process knows of Deployments
 * @param replicaSets what it knows of ReplicaSets
 * @param pods what it knows of pods
 */
record ControllerContext(
        Api api, Scheduler time, View<Deployment> deployments, View<ReplicaSet> replicaSets, View<Pod> pods) {

    /** Now, to the second, as the API writes times. */
    String now() {
        return time.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
