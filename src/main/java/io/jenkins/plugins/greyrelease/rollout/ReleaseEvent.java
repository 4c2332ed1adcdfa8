package io.jenkins.plugins.greyrelease.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in a release.
 *
 * @param at wall clock
 * @param kind what sort
 * @param cluster where; empty: in the release as a whole
 * @param batch counted from 1; 0 where it has no batch
 * @param text in words, whole
 */
public record ReleaseEvent(Instant at, Kind kind, Optional<String> cluster, int batch, String text) {

    /** The sorts of events. */
    public enum Kind {
        /** Another release of the app is taken back first. */
        SUPERSEDING,
        STARTED,
        ATTACHED,
        CLUSTER_STARTED,
        BATCH_STARTED,
        BATCH_REACHED,
        CHECK_PASSED,
        CHECK_FAILED,
        PAUSED,
        RESUMED,
        /** Somebody voted on a batch, or it was decided by votes. */
        APPROVAL,
        /** Somebody asked for something by a label of the cluster, and what came of it. */
        ASKED,
        UNREACHABLE,
        REACHABLE,
        PROMOTING,
        ROLLING_BACK,
        ROLLED_BACK,
        SOAKING,
        FREEZE,
        THAW,
        HANDOVER,
        CLUSTER_DONE,
        /** Something that may go wrong later on; the release goes on all the same. */
        WARNING,
        WROTE,
        ENDED
    }
}
