package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;

/**
 * The ReplicaSets of a Deployment.
 *
 * @param newOne the one with the Deployment's template, or null
 * @param old all others, oldest first
 */
record Replicas(ReplicaSet newOne, List<ReplicaSet> old) {

    /** All, the new one last. */
    List<ReplicaSet> all() {
        return ReplicaSets.with(old, newOne);
    }
}
