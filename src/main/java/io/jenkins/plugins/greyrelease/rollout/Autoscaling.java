package io.jenkins.plugins.greyrelease.rollout;

import java.util.Optional;

/** What a release does with the app's autoscaler. */
final class Autoscaling {
    private Autoscaling() {}

    /** Freezes an autoscaler; empty when all are frozen and have been quiet for long enough, or none is there. */
    static Optional<Move> freeze(View view) {
        return Optional.empty();
    }

    /** Undoes a freeze; empty when nothing is frozen. */
    static Optional<Move> thaw(View view) {
        return Optional.empty();
    }
}
