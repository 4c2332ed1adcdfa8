package io.jenkins.plugins.greyrelease.rollout;

import java.util.Optional;

/** Restoring capacity, which comes before everything else. */
final class Capacity {
    private Capacity() {}

    /**
     * Raises stable to what the canary does not serve. Counts on the stable pods that are on their way.
     *
     * <p>10 wanted, maxUnavailable 0, stable 6, canary 4 of which 3 serve: stable goes to 10 − 3 = 7.
     */
    static Optional<Move> restore(View view) {
        int wanted = Math.min(view.desired(), view.floor() - view.fresh().available());
        return raise(view, wanted, "the canary serves only " + view.fresh().available());
    }

    /** As {@link #restore}, and sees to it that both sides together are as many as desired. */
    static Optional<Move> whole(View view) {
        Optional<Move> restored = restore(view);
        return restored.isPresent()
                ? restored
                : raise(view, view.desired() - view.canarySpec(), Words.pods(view.desired()) + " are wanted");
    }

    private static Optional<Move> raise(View view, int wanted, String because) {
        if (view.stableSpec() >= wanted) {
            return Optional.empty();
        }
        return Optional.of(Edit.of(view.stable())
                .replicas(wanted)
                .write("scale stable " + view.terms().app() + " from " + view.stableSpec() + " to " + wanted + ": "
                        + because));
    }
}
