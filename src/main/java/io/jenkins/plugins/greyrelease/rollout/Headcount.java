package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pods of the two versions in one cluster, told apart by the templates of their ReplicaSets: whoever owns those. Pods
 * that are about to end count as there and not ready.
 */
record Headcount(int oldPods, int oldReady, int newPods, int newReady) {

    /** Counts what was seen; {@code terms} say which template is whose. */
    static Headcount of(Seen seen, Terms terms) {
        Map<String, ReplicaSet> sets = new TreeMap<>();
        seen.replicaSets().forEach(set -> sets.put(set.getMetadata().getUid(), set));
        Set<String> target = new TreeSet<>();
        Set<String> owners = new TreeSet<>();
        int[] pods = new int[2];
        int[] ready = new int[2];
        for (Pod pod : seen.pods()) {
            String owner = View.controller(pod.getMetadata())
                    .map(reference -> reference.getUid())
                    .orElse("");
            ReplicaSet set = sets.get(owner);
            if (set == null || Pods.ended(pod)) {
                continue;
            }
            if (owners.add(owner) && TemplateHash.same(set.getSpec().getTemplate(), terms.template())) {
                target.add(owner);
            }
            // the template of a revert is the old version's
            int side = target.contains(owner) != terms.revert() ? 1 : 0;
            pods[side]++;
            ready[side] += Pods.active(pod) && Pods.ready(pod) ? 1 : 0;
        }
        return new Headcount(pods[0], ready[0], pods[1], ready[1]);
    }
}
