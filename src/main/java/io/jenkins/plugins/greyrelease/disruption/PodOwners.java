package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose pods are which. A release's canary and its stable Deployment are one app, named as stable is. A ReplicaSet that
 * nobody owns belongs to the Deployment whose selector it matches, which adopts it: so it is for a moment in the hand-over
 * of a release. Immutable.
 */
final class PodOwners {
    private final Map<String, Deployment> deployments;
    private final Map<String, ReplicaSet> replicaSets = new TreeMap<>();
    /** By ReplicaSet, where a Deployment stands behind it. */
    private final Map<String, String> appOfSet = new TreeMap<>();

    private final Map<String, List<ReplicaSet>> setsOf = new TreeMap<>();

    /** @param deployments by {@code namespace/name} */
    PodOwners(Map<String, Deployment> deployments, Collection<ReplicaSet> replicaSets) {
        this.deployments = deployments;
        for (ReplicaSet each : replicaSets) {
            String namespace = each.getMetadata().getNamespace();
            String key = namespace + "/" + each.getMetadata().getName();
            this.replicaSets.put(key, each);
            behind(each).map(name -> stable(namespace, name)).ifPresent(app -> {
                appOfSet.put(key, app);
                setsOf.computeIfAbsent(app, k -> new ArrayList<>()).add(each);
            });
        }
    }

    /**
     * Whose pod it is: {@code shop/cart} for a Deployment's; {@code shop/StatefulSet/db} for another controller's; {@code
     * shop/Pod/x} for one that nobody owns.
     */
    String app(Pod pod) {
        String namespace = pod.getMetadata().getNamespace();
        Optional<OwnerReference> owner = DrainedPods.controller(pod);
        if (owner.isEmpty()) {
            return namespace + "/Pod/" + pod.getMetadata().getName();
        }
        String app =
                isSet(owner.get()) ? appOfSet.get(namespace + "/" + owner.get().getName()) : null;
        return app != null
                ? app
                : namespace + "/" + owner.get().getKind() + "/" + owner.get().getName();
    }

    /**
     * Whether it is certain that no Deployment stands behind it, with which the eviction would have to be agreed: what is
     * watched may come in any order, so a ReplicaSet or Deployment that is not known yet proves nothing.
     */
    boolean apart(Pod pod) {
        Optional<OwnerReference> owner = DrainedPods.controller(pod);
        if (owner.isEmpty() || !isSet(owner.get())) {
            return true;
        }
        String key = pod.getMetadata().getNamespace() + "/" + owner.get().getName();
        return replicaSets.containsKey(key) && !appOfSet.containsKey(key);
    }

    /** The ReplicaSets of a Deployment and of its canary. */
    List<ReplicaSet> setsOf(String app) {
        return setsOf.getOrDefault(app, List.of());
    }

    /** One ReplicaSet by its pods' app; empty where the app is none. */
    Optional<ReplicaSet> set(String app) {
        return app.contains("/ReplicaSet/")
                ? Optional.ofNullable(replicaSets.get(app.replace("/ReplicaSet/", "/")))
                : Optional.empty();
    }

    private static boolean isSet(OwnerReference owner) {
        return "ReplicaSet".equals(owner.getKind());
    }

    /** Name of the Deployment that owns it, or will. */
    private Optional<String> behind(ReplicaSet set) {
        List<OwnerReference> owners = set.getMetadata().getOwnerReferences();
        if (owners.stream().anyMatch(each -> Boolean.TRUE.equals(each.getController()))) {
            return owners.stream()
                    .filter(each -> "Deployment".equals(each.getKind()))
                    .map(OwnerReference::getName)
                    .findFirst();
        }
        return deployments.values().stream()
                .filter(each -> each.getMetadata()
                        .getNamespace()
                        .equals(set.getMetadata().getNamespace()))
                .filter(each -> Selector.matches(
                        each.getSpec().getSelector(),
                        set.getMetadata().getLabels() == null
                                ? Map.of()
                                : set.getMetadata().getLabels()))
                .map(each -> each.getMetadata().getName())
                .findFirst();
    }

    private String stable(String namespace, String name) {
        Deployment deployment = deployments.get(namespace + "/" + name);
        Map<String, String> labels =
                deployment == null ? null : deployment.getMetadata().getLabels();
        if (labels == null || !"canary".equals(labels.get(Labels.TRACK))) {
            return namespace + "/" + name;
        }
        String tail = "-" + labels.getOrDefault(Labels.RELEASE, "");
        return namespace + "/" + (name.endsWith(tail) ? name.substring(0, name.length() - tail.length()) : name);
    }
}
