package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;

/** Changed copies that share what is not changed; the models' builders would copy every container for each status. */
final class Copies {

    private Copies() {}

    static Pod with(Pod pod, PodStatus status) {
        return new Pod(pod.getApiVersion(), pod.getKind(), pod.getMetadata(), pod.getSpec(), status);
    }

    static ReplicaSet with(ReplicaSet rs, ReplicaSetStatus status) {
        return new ReplicaSet(rs.getApiVersion(), rs.getKind(), rs.getMetadata(), rs.getSpec(), status);
    }

    static Deployment with(Deployment d, DeploymentStatus status) {
        return new Deployment(d.getApiVersion(), d.getKind(), d.getMetadata(), d.getSpec(), status);
    }

    static Deployment with(Deployment d, ObjectMeta metadata) {
        return new Deployment(d.getApiVersion(), d.getKind(), metadata, d.getSpec(), d.getStatus());
    }

    static ReplicaSet with(ReplicaSet rs, ObjectMeta metadata, ReplicaSetSpec spec) {
        return new ReplicaSet(rs.getApiVersion(), rs.getKind(), metadata, spec, rs.getStatus());
    }
}
