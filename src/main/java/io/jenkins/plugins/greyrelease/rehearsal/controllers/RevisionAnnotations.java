package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The annotations by which a Deployment keeps its history on its ReplicaSets. */
final class RevisionAnnotations {
    private static final int MAX_HISTORY = 2000;
    private static final Set<String> NOT_COPIED = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            ReplicaSets.REVISION,
            ReplicaSets.REVISION_HISTORY,
            ReplicaSets.DESIRED,
            ReplicaSets.MAX,
            "deprecated.deployment.rollback.to");

    private RevisionAnnotations() {}

    static Map<String, String> of(ReplicaSet rs) {
        Map<String, String> annotations = rs.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    /**
     * What the new ReplicaSet's annotations should be: the Deployment's own copied, the revision raised to
     * {@code revision} if it is lower, and the former revision kept in the history. Example: a set of revision 1 that a
     * rollback makes revision 3 has the history "1".
     */
    static Map<String, String> forNewSet(Deployment d, ReplicaSet rs, long revision) {
        Map<String, String> result = new TreeMap<>(of(rs));
        Map<String, String> own = d.getMetadata().getAnnotations();
        if (own != null) {
            own.forEach((key, value) -> {
                if (!NOT_COPIED.contains(key)) {
                    result.put(key, value);
                }
            });
        }
        String before = result.get(ReplicaSets.REVISION);
        if (before != null && !before.isEmpty() && !before.matches("-?[0-9]{1,18}")) {
            return result;
        }
        if (before == null || before.isEmpty() || Long.parseLong(before) < revision) {
            result.put(ReplicaSets.REVISION, Long.toString(revision));
            if (before != null) {
                keep(result, before);
            }
        }
        return result;
    }

    /** Adds how many pods the Deployment wants, and how many there may be. */
    static void addSizes(Deployment d, Map<String, String> annotations) {
        int wanted = DeploymentMath.replicas(d);
        annotations.put(ReplicaSets.DESIRED, Integer.toString(wanted));
        annotations.put(ReplicaSets.MAX, Integer.toString(wanted + DeploymentMath.maxSurge(d)));
    }

    private static void keep(Map<String, String> annotations, String former) {
        String history = annotations.get(ReplicaSets.REVISION_HISTORY);
        if (history == null || history.isEmpty()) {
            annotations.put(ReplicaSets.REVISION_HISTORY, former);
            return;
        }
        List<String> revisions = new ArrayList<>(List.of(history.split(",")));
        int length = history.length() + former.length() + 1;
        while (length > MAX_HISTORY && !revisions.isEmpty()) {
            length -= revisions.remove(0).length() + 1;
        }
        revisions.add(former);
        annotations.put(ReplicaSets.REVISION_HISTORY, String.join(",", revisions));
    }
}
