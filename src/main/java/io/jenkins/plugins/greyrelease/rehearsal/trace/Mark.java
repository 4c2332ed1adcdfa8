package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * Something worth a line on the charts.
 *
 * @param at virtual time since the start
 * @param cluster where, or null for the whole fleet
 * @param kind what it was
 * @param text for people
 */
public record Mark(Duration at, String cluster, Kind kind, String text) {

    /** What a mark speaks of. */
    public enum Kind {
        /** A release begins, or goes on after its process died. */
        RELEASE("Release"),
        /** A batch begins. */
        BATCH("Batch"),
        /** Somebody, or the rehearsal in their place, was asked or answered. */
        APPROVAL("Approval"),
        /** The rehearsal broke something on purpose. */
        FAULT("Fault"),
        /** The block of a batch ended well. */
        CHECK("Check passed"),
        /** The block of a batch, or its pods, failed. */
        CHECK_FAILED("Check failed"),
        /** The release holds. */
        PAUSE("Paused"),
        /** The release goes on. */
        RESUME("Resumed"),
        /** The release begins to go back. */
        ROLLBACK("Rollback"),
        /** The canary's ReplicaSet goes to the stable Deployment. */
        HANDOVER("Hand-over"),
        /** The autoscaler is held still. */
        FREEZE("Autoscaler frozen"),
        /** The autoscaler works again. */
        THAW("Autoscaler restored"),
        /** Anything else. */
        NOTE("Note");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The kind for people. */
        public String title() {
            return title;
        }
    }

    /** Whether this mark belongs on the chart of {@code name}. */
    public boolean concerns(String name) {
        return cluster == null || cluster.equals(name);
    }
}
