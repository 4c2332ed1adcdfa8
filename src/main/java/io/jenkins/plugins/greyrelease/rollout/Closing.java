package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/** The end: autoscaler as it was, nothing left of the canary, labels off in one write. */
final class Closing {
    private Closing() {}

    /** The next move when pods and Deployments are as they shall stay. */
    static Move next(View view) {
        return Autoscaling.thaw(view)
                .or(() -> canaryGone(view))
                .or(() -> kept(view))
                .orElseGet(() -> Edit.of(view.stable())
                        .clean()
                        .write("take the labels of release " + view.terms().release() + " off "
                                + view.terms().app() + ": ended on the " + (view.step() == Step.DONE ? "new" : "old")
                                + " version"));
    }

    private static Optional<Move> kept(View view) {
        // A hand-over that could not turn round any more ends on the new version first, and is taken back after that.
        boolean returned = view.goingBack() || view.terms().revert();
        return view.goal().keepsLock() && returned
                ? Optional.of(new Wait("every cluster of the release to hear that it goes back", Duration.ZERO))
                : Optional.empty();
    }

    /** A canary that is being deleted waits for the garbage collector to let its ReplicaSets go. */
    private static Optional<Move> canaryGone(View view) {
        if (view.canary().isEmpty() || view.canaryLives()) {
            return Optional.empty();
        }
        Deployment canary = view.canary().get();
        Duration left = Backward.COLLECTION.minus(view.idle());
        boolean owns = view.fresh().sets().stream().anyMatch(set -> View.owns(canary, set));
        boolean refused = view.seen()
                .refused()
                .contains(Kind.DEPLOYMENT.named(view.terms().canaryName()));
        if (owns || refused || !left.isNegative() && !left.isZero()) {
            return Optional.of(new Wait(
                    "the garbage collector to let go of canary " + view.terms().canaryName(),
                    owns || refused ? Duration.ZERO : left));
        }
        // It owns nothing any more, so the finalizer has nothing left to keep.
        Deployment free = new DeploymentBuilder(canary)
                .editMetadata()
                .withFinalizers(canary.getMetadata().getFinalizers().stream()
                        .filter(finalizer -> !finalizer.equals("orphan"))
                        .toList())
                .endMetadata()
                .build();
        return Optional.of(new Move.Update<>(
                Kind.DEPLOYMENT,
                free,
                "let canary " + view.terms().canaryName() + " go: nobody collects, and it owns nothing",
                true));
    }
}
