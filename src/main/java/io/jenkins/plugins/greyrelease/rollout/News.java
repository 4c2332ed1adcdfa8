package io.jenkins.plugins.greyrelease.rollout;

import java.time.Duration;

/** What a cluster's driver tells the release. */
sealed interface News {

    /** Reached, failed or stopped; confirmed by live reads. */
    record Settled(Goal goal, Move move) implements News {}

    /** What it had stopped on is gone; it goes on. */
    record Resumed() implements News {}

    /** The cluster does not answer. */
    record Unreachable(Duration since, String problem) implements News {}

    /** It answers again. */
    record Reachable() implements News {}

    /** Its labels say that the whole release goes back. */
    record Told() implements News {}

    /** The app wants another number of pods. */
    record Wants(int desired) implements News {}

    /** A write was done. */
    record Wrote(ReleaseEvent.Kind kind, String why) implements News {}
}
