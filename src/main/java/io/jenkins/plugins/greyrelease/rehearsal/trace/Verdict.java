package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome.Result;
import java.util.List;
import java.util.stream.Collectors;

/** What a rehearsal is worth, in one word. {@link Trace#sentence} says it in one sentence. */
public enum Verdict {
    /** Everything ended well, and the checks ran. */
    REHEARSED("Rehearsed"),
    /** The order of things was right; a check that decides was only assumed. */
    FLOW_ONLY("Flow only"),
    /** A person would have to act: paused, or a cluster out of reach. */
    OPEN("Open"),
    /** A step refused what it was asked for, before anything was changed. */
    REFUSED("Refused"),
    /** Aborted, not approved, or out of time. */
    STOPPED("Stopped"),
    /** The release or the pipeline failed. */
    FAILED("Failed"),
    /** An invariant did not hold: a fault of Grey Release itself. */
    BROKEN("Broken rule");

    private final String title;

    Verdict(String title) {
        this.title = title;
    }

    /** The word for people. */
    public String title() {
        return title;
    }

    /** The worst that is true of {@code trace}: open before failed, for an open release needs a person now. */
    static Verdict of(Trace trace) {
        if (!trace.violations().isEmpty()) {
            return BROKEN;
        }
        if (trace.outcomes().stream().anyMatch(outcome -> outcome.result().open())) {
            return OPEN;
        }
        if (trace.refused()) {
            return REFUSED;
        }
        return switch (trace.result()) {
            case "SUCCESS" -> trace.checks().stream().anyMatch(Check::flowOnly) ? FLOW_ONLY : REHEARSED;
            case "ABORTED" -> STOPPED;
            default -> FAILED;
        };
    }

    String sentence(Trace trace) {
        return switch (this) {
            case REHEARSED ->
                trace.outcomes().isEmpty()
                        ? "The pipeline went through; it released nothing."
                        : "Every cluster ended on the version it was to get" + checks(trace) + ".";
            case FLOW_ONLY -> "The release went through, but at least one check was only assumed to pass.";
            case OPEN -> "The release did not end: " + open(trace) + ".";
            case REFUSED -> "Nothing was changed in any cluster.";
            case STOPPED -> "The run was aborted, not approved, or out of time. " + ended(trace);
            case FAILED -> ended(trace);
            case BROKEN ->
                "Grey Release broke one of its own rules. That is a fault of Grey Release, not of this pipeline.";
        };
    }

    private static String checks(Trace trace) {
        return trace.checks().isEmpty() ? "" : ", and every check was carried out";
    }

    private static String open(Trace trace) {
        return trace.outcomes().stream()
                .filter(outcome -> outcome.result().open())
                .map(outcome ->
                        outcome.cluster() + " is " + outcome.result().title().replace(", open", ""))
                .distinct()
                .collect(Collectors.collectingAndThen(Collectors.toList(), Lists::words));
    }

    /** Where the clusters are after a run that did not succeed. */
    private static String ended(Trace trace) {
        List<Result> results =
                trace.outcomes().stream().map(ClusterOutcome::result).toList();
        boolean some = results.contains(Result.RELEASED);
        if (results.isEmpty()) {
            return "Nothing was released.";
        }
        if (!some) {
            return results.contains(Result.ROLLED_BACK)
                    ? "The release was taken back: every cluster is on the version it had."
                    : "No cluster was changed.";
        }
        return results.stream().allMatch(Result.RELEASED::equals)
                ? "The release itself went through; what failed is the pipeline around it."
                : "Some clusters are on the new version, others are not.";
    }
}
