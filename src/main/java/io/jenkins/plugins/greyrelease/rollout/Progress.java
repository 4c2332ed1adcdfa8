package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** When something last moved on: a write, one more pod ready, one less that goes. */
final class Progress {
    private Duration at = Duration.ZERO;
    private boolean begun;
    /** Pods that were ready since it began: one may come while others go, and all of them be no more than before. */
    private final Set<String> ready = new TreeSet<>();

    private int fewestLeaving;
    /** The claims of drains that were seen last: one that is taken or given back is no standstill. */
    private String claims = "";

    /** A new slice, or a write of ours. */
    void begin(Duration now) {
        at = now;
        begun = false;
        ready.clear();
        fewestLeaving = Integer.MAX_VALUE;
    }

    void note(Seen seen, Duration now) {
        boolean more = ready.addAll(seen.pods().stream()
                .filter(Progress::isReady)
                .map(pod -> pod.getMetadata().getUid())
                .toList());
        int leaving = (int) seen.pods().stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() != null)
                .count();
        String claimed = Stream.concat(seen.stable().stream(), seen.canary().stream())
                .flatMap(each -> Claim.on(each).stream())
                .toList()
                .toString();
        boolean claimsMoved = !claims.isEmpty() && !claimed.equals(claims);
        claims = claimed;
        if (claimsMoved || begun && (more || leaving < fewestLeaving)) {
            at = now;
        }
        begun = true;
        fewestLeaving = Math.min(fewestLeaving, leaving);
    }

    Duration at() {
        return at;
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && Pods.ready(pod);
    }
}
