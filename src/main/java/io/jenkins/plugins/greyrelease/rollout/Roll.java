package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/**
 * The last fallback of the hand-over: the stable Deployment makes its own pods of the new template, and the canary
 * shrinks as they serve. All pods are made a second time, but nothing is asked of owners and garbage collection.
 */
final class Roll {
    private Roll() {}

    /** The next move. */
    static Move next(View view) {
        if (view.goal() instanceof Goal.Still) {
            return Capacity.restore(view).orElse(new Wait("the release to be resumed", Duration.ZERO));
        }
        return Claim.stale(view)
                .or(() -> Foreign.absorbScale(view))
                .or(() -> dress(view))
                .or(() -> grow(view))
                .or(() -> view.canaryLives() ? Backward.exchange(view) : shrinkOrphan(view))
                .or(() -> serves(view))
                .or(() -> Adoption.unpark(view))
                .orElseGet(() -> Adoption.wake(view));
    }

    /** New template, awake, still without pods. */
    private static Optional<Move> dress(View view) {
        if (!view.stableLabel(Labels.TEMPLATE).equals(view.target())) {
            return Optional.of(Edit.of(view.stable())
                    .template(
                            view.terms().template(), view.stable().getMetadata().getGeneration())
                    .paused(false)
                    .writeLive("let " + view.terms().app() + " roll to the new template by itself"));
        }
        return View.paused(view.stable())
                ? Optional.of(Edit.of(view.stable())
                        .paused(false)
                        .writeLive("un-pause " + view.terms().app() + " to roll"))
                : Optional.empty();
    }

    private static Optional<Move> grow(View view) {
        int missing = view.desired() - view.stableSpec();
        boolean isShort = view.old().available() + view.fresh().available() < view.floor();
        int up = isShort || !view.canaryLives()
                ? Math.max(0, missing)
                : Slices.up(view.stableSpec(), view.desired(), view.canarySpec(), view.ceiling());
        if (up == 0) {
            return Optional.empty();
        }
        return Optional.of(Edit.of(view.stable())
                .replicas(view.stableSpec() + up)
                .write("scale " + view.terms().app() + " on the new template from " + view.stableSpec() + " to "
                        + (view.stableSpec() + up)));
    }

    /** The canary is going but nobody orphans its ReplicaSet: it shrinks by our hand. */
    private static Optional<Move> shrinkOrphan(View view) {
        Optional<ReplicaSet> left = view.fresh().sets().stream()
                .filter(rs -> !View.owns(view.stable(), rs))
                .filter(rs -> rs.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
        return left.map(set -> {
            int current = Tally.specOf(set);
            int down = Slices.down(current, 0, view.oldCertain(), view.keeps());
            if (down > 0) {
                return ReplicaSets.scale(set, current - down, "stable serves instead");
            }
            return current == 0 && view.fresh().gone()
                    ? ReplicaSets.delete(set, "stable has its own of the same template")
                    : new Wait("stable " + view.terms().app() + " to serve on the new template", Duration.ZERO);
        });
    }

    private static Optional<Move> serves(View view) {
        if (view.old().available() + view.fresh().available() >= view.floor()) {
            return Optional.empty();
        }
        return Optional.of(new Wait(
                "stable " + view.terms().app() + " to serve on the new template: "
                        + view.old().available() + " of " + view.desired(),
                Duration.ZERO));
    }
}
