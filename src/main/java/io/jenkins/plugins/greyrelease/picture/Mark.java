package io.jenkins.plugins.greyrelease.picture;

import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * Something worth a line on the charts.
 *
 * @param at since the drawing's zero
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
        /** Somebody, or a rehearsal in their place, was asked or answered. */
        APPROVAL("Approval"),
        /** A rehearsal broke something on purpose. */
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

    /**
     * An event of a release, if it is worth a mark: its first line, since a table that follows is for the log.
     *
     * @param at when, from the drawing's zero
     */
    public static Optional<Mark> of(ReleaseEvent event, Duration at) {
        return kind(event.kind())
                .map(kind -> new Mark(
                        at,
                        event.cluster().orElse(null),
                        kind,
                        event.text().lines().findFirst().orElse("")));
    }

    private static Optional<Kind> kind(ReleaseEvent.Kind kind) {
        return switch (kind) {
            case STARTED, ATTACHED -> Optional.of(Kind.RELEASE);
            case BATCH_STARTED -> Optional.of(Kind.BATCH);
            case CHECK_PASSED -> Optional.of(Kind.CHECK);
            case CHECK_FAILED -> Optional.of(Kind.CHECK_FAILED);
            case PAUSED, UNREACHABLE -> Optional.of(Kind.PAUSE);
            case RESUMED, REACHABLE -> Optional.of(Kind.RESUME);
            case ROLLING_BACK, SUPERSEDING -> Optional.of(Kind.ROLLBACK);
            case HANDOVER -> Optional.of(Kind.HANDOVER);
            case FREEZE -> Optional.of(Kind.FREEZE);
            case THAW -> Optional.of(Kind.THAW);
            case PROMOTING, APPROVAL -> Optional.of(Kind.APPROVAL);
            case ROLLED_BACK, SOAKING, CLUSTER_DONE, WARNING -> Optional.of(Kind.NOTE);
            case CLUSTER_STARTED, BATCH_REACHED, ASKED, WROTE, ENDED -> Optional.empty();
        };
    }

    /** Whether this mark belongs on the chart of {@code name}. */
    public boolean concerns(String name) {
        return cluster == null || cluster.equals(name);
    }
}
