package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pods of one side, counted. Pods that are being deleted or have ended never count.
 *
 * @param sets the side's ReplicaSets
 * @param pods the side's pods that are there
 * @param spec pods that the ReplicaSets were told to have
 * @param ready pods that are ready
 * @param available pods that are ready long enough and serve
 * @param restarts of all containers
 */
record Tally(List<ReplicaSet> sets, List<Pod> pods, int spec, int ready, int available, int restarts) {
    Tally {
        sets = List.copyOf(sets);
        pods = List.copyOf(pods);
    }

    /**
     * Counts. Whether a pod has been ready for long enough is the ReplicaSet's own word ({@code availableReplicas}):
     * it goes by the cluster's clock, which need not be ours.
     *
     * @param serving names of the pods that endpoints report ready; empty where no Service selects them
     */
    static Tally of(List<ReplicaSet> sets, List<Pod> pods, Optional<Set<String>> serving) {
        List<Pod> active = pods.stream().filter(Pods::active).toList();
        List<Pod> ready = active.stream().filter(Pods::ready).toList();
        int serve = (int) ready.stream()
                .filter(pod -> serving.isEmpty()
                        || serving.get().contains(pod.getMetadata().getName()))
                .count();
        int longEnough = sets.stream().mapToInt(Tally::availableIn).sum();
        return new Tally(
                sets,
                active,
                sets.stream().mapToInt(Tally::specOf).sum(),
                ready.size(),
                Math.min(serve, longEnough),
                active.stream().mapToInt(Pods::restarts).sum());
    }

    /** Pods that are there, ready or not. */
    int active() {
        return pods.size();
    }

    /**
     * Pods that can go without a ready one going: a ReplicaSet that shrinks forgets those it has not made yet, then
     * takes those that are not ready. Of 4 asked for, 3 there and 2 ready: 2.
     *
     * @param asked pods that the side's Deployment asks for
     */
    int idle(int asked) {
        return Math.max(0, asked - ready);
    }

    /** Whether nothing runs and nothing will: ReplicaSets at zero and seen so, no pod that is not being deleted. */
    boolean gone() {
        return active() == 0 && spec == 0 && sets.stream().allMatch(Tally::emptied);
    }

    /** Whether the ReplicaSet says that it has no pods. */
    static boolean emptied(ReplicaSet set) {
        Integer replicas = set.getStatus() == null ? null : set.getStatus().getReplicas();
        return replicas == null || replicas == 0;
    }

    static int specOf(ReplicaSet set) {
        Integer replicas = set.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    private static int availableIn(ReplicaSet set) {
        Integer available = set.getStatus() == null ? null : set.getStatus().getAvailableReplicas();
        return available == null ? 0 : available;
    }
}
