package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A release's result as a step returns it. */
final class Outcomes {
    private Outcomes() {}

    /**
     * @param aborted whether the run was stopped rather than the release found bad
     */
    static StepOutcome of(ReleaseResult result, boolean aborted) {
        return new StepOutcome(status(result.outcome(), aborted), result.reason(), map(result));
    }

    private static Status status(ReleaseResult.Outcome outcome, boolean aborted) {
        return switch (outcome) {
            case RELEASED -> Status.SUCCESS;
            case PARTLY -> Status.UNSTABLE;
            case ROLLED_BACK -> aborted ? Status.ABORTED : Status.FAILURE;
            case SUPERSEDED -> Status.ABORTED;
            case REFUSED -> Status.REFUSED;
            case OPEN -> Status.OPEN;
        };
    }

    private static Map<String, Object> map(ReleaseResult result) {
        List<Map<String, Object>> clusters = new ArrayList<>();
        for (ReleaseResult.ClusterResult each : result.clusters()) {
            Map<String, Object> cluster = new LinkedHashMap<>();
            cluster.put("cluster", each.cluster());
            cluster.put("ended", word(each.ended()));
            cluster.put("pods", each.pods());
            cluster.put("reason", each.reason());
            clusters.add(cluster);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("release", result.release());
        map.put("outcome", word(result.outcome()));
        map.put("image", result.image());
        map.put("plan", result.planHash());
        map.put("reason", result.reason());
        map.put("clusters", clusters);
        return map;
    }

    /** As a step says it, such as {@code rolled-back}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
