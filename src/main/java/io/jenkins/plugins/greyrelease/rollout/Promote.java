package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.util.Optional;

/** The way to the hand-over: canary whole, stable at zero, its last pods gone. It can still go back. */
final class Promote {
    private Promote() {}

    /** The next move of a cluster whose batches have all passed. */
    static Move next(View view) {
        if (!view.canaryLives()) {
            // Nothing to promote: a batch that was there has been taken away. The first one may still be made.
            return Forward.begin(view, !view.phaseIs(Phase.PROMOTE));
        }
        if (!view.phaseIs(Phase.PROMOTE)) {
            return Edit.of(view.stable())
                    .label(Labels.PHASE, Phase.PROMOTE.label())
                    .write("promote canary " + view.terms().canaryName());
        }
        return Forward.towards(view, view.desired(), 0)
                .or(() -> trim(view))
                .or(() -> Autoscaling.freeze(view, view.stableIsDesired()))
                .or(() -> drain(view))
                .orElseGet(() -> enter(view));
    }

    /** A canary that is larger than what is wanted by now. */
    private static Optional<Move> trim(View view) {
        Deployment canary = view.canary().orElseThrow();
        return view.canarySpec() > view.desired()
                ? Optional.of(Backward.shrink(view, canary, view.desired()))
                : Optional.empty();
    }

    private static Optional<Move> drain(View view) {
        int current = view.stableSpec();
        if (current > 0 && view.old().active() > current) {
            return Optional.of(
                    new Wait("stable " + view.terms().app() + " to shrink to " + current, view.untilDeadline()));
        }
        int slice = Slices.drain(current, view.maxSurge(), view.maxUnavailable());
        int down = Slices.down(current, current - slice, view.freshCertain(), view.keeps());
        if (down > 0) {
            return Optional.of(Edit.of(view.stable())
                    .label(Labels.STEP, Step.DRAIN.label())
                    .label(Labels.DESIRED, view.desired())
                    .replicas(current - down)
                    .writeLive("scale stable " + view.terms().app() + " from " + current + " to " + (current - down)
                            + ": canary " + view.terms().canaryName() + " serves with "
                            + Words.pods(view.fresh().available())));
        }
        if (current == 0 && view.old().gone()) {
            return Optional.empty();
        }
        return Health.late(view, "stable " + view.terms().app())
                .or(() -> Optional.of(new Wait(
                        "the last " + Words.pods(view.old().active()) + " of stable "
                                + view.terms().app() + " to go",
                        view.untilDeadline())));
    }

    private static Move enter(View view) {
        if (HandOver.handed(view).isEmpty()) {
            return new Wait("canary " + view.terms().canaryName() + " to make its ReplicaSet", view.untilDeadline());
        }
        Deployment canary = view.canary().orElseThrow();
        if (!View.handingOver(canary)) {
            // First, and noted on the canary: whoever takes the labels off stable does not know of this one's.
            return Edit.of(canary)
                    .label(Labels.STEP, Step.HANDOVER.label())
                    .paused(true)
                    .writeLive("pause canary " + view.terms().canaryName() + " before the hand-over");
        }
        return Edit.of(view.stable())
                .label(Labels.STEP, Step.HANDOVER.label())
                .paused(true)
                .says(ReleaseEvent.Kind.HANDOVER)
                .writeLive("pause " + view.terms().app() + " for the hand-over");
    }
}
