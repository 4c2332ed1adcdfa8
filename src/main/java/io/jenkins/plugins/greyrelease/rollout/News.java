package io.jenkins.plugins.greyrelease.rollout;

import java.time.Duration;

/** What a cluster's driver tells the release. */
sealed interface News {

    /** Reached, failed or stopped; confirmed by live reads. */
    record Settled(Goal goal, Move move) implements News {}

    /** What it had stopped on is gone; it goes on. */
    record Resumed() implements News {}

    /** The cluster does not answer. */
    record Unreachable(Duration since, String problem) implements News {
        /** For people, at this monotonic time. */
        String words(Duration now) {
            return "does not answer since " + now.minus(since).toSeconds() + " s (" + problem
                    + "). The release stands still here and goes on by itself when the cluster answers again; roll"
                    + " back to take the other clusters back now";
        }
    }

    /** It answers again. */
    record Reachable() implements News {}

    /** Its labels say that the whole release goes back. */
    record Told() implements News {}

    /**
     * Somebody asks for something by a label of the cluster.
     *
     * @param label value of {@link Labels#ASKED}
     */
    record Asked(String label) implements News {}

    /** The app wants another number of pods. */
    record Wants(int desired) implements News {}

    /** The cluster was looked at: numbers may have changed. */
    record Looked() implements News {}

    /** A write was done, or there is something else for people to hear. */
    record Wrote(ReleaseEvent.Kind kind, String why) implements News {}
}
