package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;

/**
 * What an HPA scales, as the scale subresource shows it.
 *
 * @param kind of the target
 * @param replicas {@code spec.replicas}
 * @param status {@code status.replicas}
 */
record HpaTarget(
        Kind<? extends HasMetadata> kind,
        String namespace,
        String name,
        int replicas,
        int status,
        LabelSelector selector) {

    /**
     * Reads the target, live.
     *
     * @throws HpaFailure if targets of this kind cannot be scaled here
     * @throws io.jenkins.plugins.greyrelease.kube.KubeException as the server answers
     */
    static HpaTarget read(Api api, String namespace, CrossVersionObjectReference target) throws HpaFailure {
        return switch (target.getKind()) {
            case "Deployment" -> {
                Deployment found = api.get(Kind.DEPLOYMENT, namespace, target.getName());
                Integer status =
                        found.getStatus() == null ? null : found.getStatus().getReplicas();
                yield new HpaTarget(
                        Kind.DEPLOYMENT,
                        namespace,
                        target.getName(),
                        found.getSpec().getReplicas(),
                        status == null ? 0 : status,
                        found.getSpec().getSelector());
            }
            case "ReplicaSet" -> {
                ReplicaSet found = api.get(Kind.REPLICA_SET, namespace, target.getName());
                Integer status =
                        found.getStatus() == null ? null : found.getStatus().getReplicas();
                yield new HpaTarget(
                        Kind.REPLICA_SET,
                        namespace,
                        target.getName(),
                        found.getSpec().getReplicas(),
                        status == null ? 0 : status,
                        found.getSpec().getSelector());
            }
            default ->
                throw new HpaFailure(
                        "FailedGetScale", "no matches for kind \"" + target.getKind() + "\" in this simulation");
        };
    }

    void scale(Api api, int to) {
        api.scale(HpaController.WHO, kind, namespace, name, to);
    }
}
