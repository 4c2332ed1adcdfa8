package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** Orders, sums and annotations of the ReplicaSets of a Deployment. */
final class ReplicaSets {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";
    static final String HASH = "pod-template-hash";

    /** Oldest first; by name where the second of creation is the same. */
    static final Comparator<ReplicaSet> BY_CREATION = Comparator.comparing(
                    (ReplicaSet rs) -> Objects.toString(rs.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(rs -> rs.getMetadata().getName());
    /** Largest first, of equals the newer one. */
    static final Comparator<ReplicaSet> BY_SIZE_NEWER =
            Comparator.comparing((ReplicaSet rs) -> -replicas(rs)).thenComparing(BY_CREATION.reversed());
    /** Largest first, of equals the older one. */
    static final Comparator<ReplicaSet> BY_SIZE_OLDER =
            Comparator.comparing((ReplicaSet rs) -> -replicas(rs)).thenComparing(BY_CREATION);
    /** Lowest revision first; by creation where revisions are equal. */
    static final Comparator<ReplicaSet> BY_REVISION =
            Comparator.comparingLong(ReplicaSets::revision).thenComparing(BY_CREATION);

    private ReplicaSets() {}

    /** The wanted size. */
    static int replicas(ReplicaSet rs) {
        Integer replicas = rs.getSpec().getReplicas();
        return replicas == null ? 1 : replicas;
    }

    /** How many pods there are. */
    static int actual(ReplicaSet rs) {
        return rs.getStatus() == null ? 0 : or0(rs.getStatus().getReplicas());
    }

    static int ready(ReplicaSet rs) {
        return rs.getStatus() == null ? 0 : or0(rs.getStatus().getReadyReplicas());
    }

    static int available(ReplicaSet rs) {
        return rs.getStatus() == null ? 0 : or0(rs.getStatus().getAvailableReplicas());
    }

    static int sum(Collection<ReplicaSet> sets, ToIntFunction<ReplicaSet> of) {
        return sets.stream().mapToInt(of).sum();
    }

    /** Those that want pods. */
    static List<ReplicaSet> active(Collection<ReplicaSet> sets) {
        return sets.stream().filter(rs -> replicas(rs) > 0).toList();
    }

    /** The revision, 0 if there is none or it is no number. */
    static long revision(ReplicaSet rs) {
        return number(annotation(rs, REVISION));
    }

    static long maxRevision(Collection<ReplicaSet> sets) {
        return sets.stream().mapToLong(ReplicaSets::revision).max().orElse(0);
    }

    static String annotation(ReplicaSet rs, String key) {
        Map<String, String> annotations = rs.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(key);
    }

    static long number(String text) {
        if (text == null || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9') || text.length() > 18) {
            return 0;
        }
        return Long.parseLong(text);
    }

    static int or0(Integer number) {
        return number == null ? 0 : number;
    }

    /** The same list with {@code one} at its end, unless that is null. */
    static List<ReplicaSet> with(List<ReplicaSet> sets, ReplicaSet one) {
        List<ReplicaSet> result = new ArrayList<>(sets);
        if (one != null) {
            result.add(one);
        }
        return result;
    }
}
