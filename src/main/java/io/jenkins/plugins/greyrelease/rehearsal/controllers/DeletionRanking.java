package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which pods go first when a ReplicaSet shrinks: not on a node, pending, not ready, of lower deletion cost, on a node
 * with more pods of the same Deployment, ready for less long, restarted more often, younger. Times are compared by their
 * power of two, so that pods of about the same age go in the order of their UIDs.
 *
 * <p>Source: Kubernetes 1.34, {@code ActivePodsWithRanks} in {@code pkg/controller/controller_utils.go}. Example: of two
 * ready pods, ready for 10 s and for 1000 s, the first goes first; of two ready for 1000 s and 1010 s the one with the
 * lower UID, as both times have the same power of two.
 */
final class DeletionRanking {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private DeletionRanking() {}

    /**
     * The pods to delete, the first to go first.
     *
     * @param pods the active pods of the ReplicaSet
     * @param related the pods of all ReplicaSets of the same Deployment
     * @param count 0 to the number of pods
     */
    static List<Pod> first(List<Pod> pods, Collection<Pod> related, int count, Instant now) {
        if (count >= pods.size()) {
            return pods;
        }
        Map<String, Integer> onNode = new TreeMap<>();
        related.stream().filter(Pods::isActive).forEach(each -> onNode.merge(Pods.node(each), 1, Integer::sum));
        List<Pod> ranked = new ArrayList<>(pods);
        ranked.sort(order(onNode, now));
        return ranked.subList(0, count);
    }

    private static Comparator<Pod> order(Map<String, Integer> onNode, Instant now) {
        return Comparator.comparing((Pod pod) -> !Pods.node(pod).isEmpty())
                .thenComparing(DeletionRanking::phase)
                .thenComparing(Pods::isReady)
                .thenComparing(DeletionRanking::cost)
                .thenComparing(pod -> -onNode.getOrDefault(Pods.node(pod), 0))
                .thenComparing(pod -> readyRank(pod, now))
                .thenComparing(pod -> -Pods.restarts(pod))
                .thenComparing(pod -> rank(created(pod), now))
                .thenComparing(pod -> pod.getMetadata().getUid());
    }

    private static int phase(Pod pod) {
        return switch (Pods.phase(pod)) {
            case "Pending" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static long cost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String cost = annotations == null ? null : annotations.get(COST);
        return cost == null || !cost.matches("0|-?[1-9][0-9]{0,9}") ? 0 : Long.parseLong(cost);
    }

    private static int readyRank(Pod pod, Instant now) {
        Instant since = Pods.readySince(pod);
        return since == null ? 0 : rank(since, now);
    }

    private static Instant created(Pod pod) {
        String at = pod.getMetadata().getCreationTimestamp();
        return at == null ? Instant.MAX : Instant.parse(at);
    }

    /** The power of two of the age in nanoseconds; -1 for no age. */
    private static int rank(Instant then, Instant now) {
        if (!then.isBefore(now)) {
            return -1;
        }
        long nanos = Duration.between(then, now).toNanos();
        return 63 - Long.numberOfLeadingZeros(nanos);
    }
}
