package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/** What preflight read in one cluster, all of it live. Objects are those of the app's namespace. */
record Facts(
        Deployment stable,
        List<Deployment> deployments,
        List<ReplicaSet> replicaSets,
        List<Service> services,
        List<PodDisruptionBudget> budgets,
        List<NetworkPolicy> networkPolicies,
        List<GenericKubernetesResource> destinationRules,
        List<HorizontalPodAutoscaler> hpas,
        List<GenericKubernetesResource> scaledObjects,
        List<GenericKubernetesResource> vpas,
        List<ResourceQuota> quotas,
        List<PersistentVolumeClaim> claims) {

    /** The stable Deployment's ReplicaSets. */
    List<ReplicaSet> owned() {
        String uid = stable.getMetadata().getUid();
        return replicaSets.stream()
                .filter(rs -> rs.getMetadata().getOwnerReferences() != null
                        && rs.getMetadata().getOwnerReferences().stream()
                                .anyMatch(o -> Boolean.TRUE.equals(o.getController()) && uid.equals(o.getUid())))
                .toList();
    }
}
