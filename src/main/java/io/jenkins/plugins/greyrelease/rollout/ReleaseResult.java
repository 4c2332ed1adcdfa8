package io.jenkins.plugins.greyrelease.rollout;

import java.util.List;

/**
 * How a release ended.
 *
 * @param release its id; empty if preflight refused
 * @param outcome of the whole
 * @param image what was released, as resolved
 * @param planHash the plan's hash
 * @param clusters how each cluster ended, in the release's order
 * @param reason why it is not simply released; empty otherwise
 */
public record ReleaseResult(
        String release, Outcome outcome, String image, String planHash, List<ClusterResult> clusters, String reason) {
    public ReleaseResult {
        clusters = List.copyOf(clusters);
    }

    /** The same for a release that gave way to a newer one. */
    ReleaseResult superseded() {
        return new ReleaseResult(release, Outcome.SUPERSEDED, image, planHash, clusters, "a newer release took over");
    }

    /** The end of the whole. */
    public enum Outcome {
        /** Every cluster runs the new version. */
        RELEASED,
        /** {@code continue} left some clusters on the old version. */
        PARTLY,
        /** Every cluster that was touched runs the old version again. */
        ROLLED_BACK,
        /** A newer release took over. */
        SUPERSEDED,
        /** Preflight refused; nothing was changed. */
        REFUSED,
        /** This process let go of it with something left to do; run it again to go on. */
        OPEN
    }

    /** The end in one cluster. */
    public enum Ended {
        NEW,
        OLD,
        UNTOUCHED,
        PAUSED,
        UNREACHABLE
    }

    /**
     * One cluster.
     *
     * @param cluster name
     * @param ended where it stands
     * @param pods serving the version it ended on
     * @param reason in words; empty if there is nothing to say
     */
    public record ClusterResult(String cluster, Ended ended, int pods, String reason) {}
}
