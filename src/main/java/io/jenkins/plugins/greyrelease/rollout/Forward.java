package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import io.jenkins.plugins.greyrelease.rollout.Move.Reached;
import io.jenkins.plugins.greyrelease.rollout.Move.Stop;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/** Growing the canary: up by slices, stable down by as many as are replaced. */
final class Forward {
    private Forward() {}

    /** The next move towards a batch. */
    static Move next(View view, Goal.Grow goal) {
        if (!view.canaryLives()) {
            return begin(view, goal.first());
        }
        Optional<Move> step = frozen(view, false).or(() -> towards(view, goal.canary(), goal.batch()));
        if (step.isPresent()) {
            return step.get();
        }
        String what = "batch " + goal.batch() + ": " + Words.pods(view.fresh().available()) + " of canary "
                + view.terms().canaryName() + " serve";
        return View.number(view.stable(), Labels.REACHED, 0) < goal.batch()
                ? reached(Edit.of(view.stable()), view, goal.batch())
                        .write("note on " + view.terms().app() + " " + what)
                : new Reached(End.BATCH, what);
    }

    private static Edit reached(Edit edit, View view, int batch) {
        return edit.label(Labels.REACHED, batch)
                .label(Labels.SETTLED, view.fresh().active())
                .label(Labels.RESTARTS, view.fresh().restarts());
    }

    /** Where stable shrinks before the end, an autoscaler would set it back: it is frozen throughout. */
    private static Optional<Move> frozen(View view, boolean settle) {
        return view.terms().surge() ? Optional.empty() : Autoscaling.freeze(view, settle);
    }

    /** Creates the canary, or says that it was taken away. */
    static Move begin(View view, boolean first) {
        if (view.canary().isPresent()) {
            return Capacity.whole(view)
                    .orElse(new Wait(
                            "canary " + view.terms().canaryName() + ", which somebody deleted, to be gone",
                            Duration.ZERO));
        }
        boolean wasThere = !first
                || view.step() != Step.NONE
                || !view.stableIsDesired() && view.stableSpec() < view.desired()
                || !view.fresh().sets().isEmpty();
        if (!wasThere) {
            return frozen(view, true)
                    .orElseGet(() -> new Move.Create<>(
                            Kind.DEPLOYMENT,
                            CanaryBuilder.build(view),
                            "create canary " + view.terms().canaryName() + " with no pods yet",
                            false));
        }
        return Capacity.whole(view)
                .orElse(new Stop(
                        "canary-gone",
                        "canary " + view.terms().canaryName() + " was deleted in the middle of the release; stable "
                                + view.terms().app() + " is back at " + Words.pods(view.stableSpec())
                                + ". Roll back to end this release, then release again"));
    }

    /**
     * The next move towards a canary of this size; empty when it is there, serves, and stable is as small as it may be.
     *
     * @param batch the batch this belongs to; 0: none
     */
    static Optional<Move> towards(View view, int wanted, int batch) {
        Optional<Move> capacity = Capacity.restore(view).or(() -> Health.failing(view));
        if (capacity.isPresent()) {
            return capacity;
        }
        int target = Math.max(wanted, view.canarySpec());
        int rest = view.stableIsDesired() || view.terms().surge()
                ? view.stableSpec()
                : Math.max(0, view.desired() - target);
        return raiseStable(view, rest)
                .or(() -> unseen(view))
                .or(() -> growCanary(view, target, batch))
                .or(() -> shrinkStable(view, target, rest, batch))
                .or(() -> await(view, target, rest));
    }

    private static Optional<Move> raiseStable(View view, int rest) {
        if (view.stableSpec() >= rest) {
            return Optional.empty();
        }
        return Optional.of(Edit.of(view.stable())
                .replicas(rest)
                .write("scale stable " + view.terms().app() + " from " + view.stableSpec() + " to " + rest + " of "
                        + view.desired() + " wanted"));
    }

    /** The deployment controller writes into a new canary at once; a write of ours before that would only conflict. */
    private static Optional<Move> unseen(View view) {
        boolean seen = view.canarySpec() > 0
                || view.canary().filter(canary -> !View.observed(canary)).isEmpty();
        return seen
                ? Optional.empty()
                : Health.late(view, "the deployment controller")
                        .or(() -> Optional.of(new Wait(
                                "the deployment controller to see canary "
                                        + view.terms().canaryName(),
                                view.untilDeadline())));
    }

    private static Optional<Move> growCanary(View view, int target, int batch) {
        Deployment canary = view.canary().orElseThrow();
        int current = view.canarySpec();
        int up = view.terms().surge()
                ? Slices.extra(current, target, view.fresh().available(), view.maxSurge())
                : Slices.up(current, target, view.stableSpec(), view.ceiling());
        if (view.terms().surge() && up > 0) {
            int room = Autoscaling.max(view) - view.stableSpec() - current;
            if (room <= 0) {
                return Optional.of(atMax(view));
            }
            up = Math.min(up, room);
        }
        boolean begins = batch > View.number(canary, Labels.BATCH, 0);
        boolean allows = target != View.number(canary, Labels.ALLOWED, 0);
        if (up == 0 && !begins && !allows) {
            return Optional.empty();
        }
        Edit edit = Edit.of(canary).label(Labels.ALLOWED, target).label(Labels.DESIRED, view.desired());
        if (begins) {
            edit.label(Labels.BATCH, batch);
        }
        String where = batch == 0 ? "" : " (batch " + batch + ")";
        return Optional.of(
                up == 0
                        ? edit.write("allow canary " + view.terms().canaryName() + " " + Words.pods(target) + where)
                        : edit.replicas(current + up)
                                .write("scale canary " + view.terms().canaryName() + " from " + current + " to "
                                        + (current + up) + " of " + target + where));
    }

    private static Stop atMax(View view) {
        return new Stop(
                "at-max",
                "the autoscaler of " + view.terms().app() + " allows "
                        + Words.pods(Autoscaling.max(view))
                        + ", and " + view.stableSpec() + " stable and " + view.canarySpec()
                        + " canary pods are there. The release goes on when stable needs fewer; or raise maxReplicas,"
                        + " release with capacity 'replace', or roll back");
    }

    /** One write for all pods that come to serve at about the same time; the last of a batch says that it was reached. */
    private static Optional<Move> shrinkStable(View view, int target, int rest, int batch) {
        int current = view.stableSpec();
        int down = Slices.down(current, rest, view.freshCertain(), view.keeps());
        if (down == 0) {
            return Optional.empty();
        }
        int serving = view.fresh().available();
        if (serving < view.canarySpec() && view.untilGathered().compareTo(Duration.ZERO) > 0) {
            return Optional.of(new Wait(
                    "canary " + view.terms().canaryName() + " to serve: " + serving + " of " + target,
                    view.untilGathered()));
        }
        Edit edit = Edit.of(view.stable()).replicas(current - down);
        boolean last = batch > 0 && current - down == rest && serving >= target && view.canarySpec() >= target;
        return Optional.of((last ? reached(edit, view, batch) : edit)
                .writeLive("scale stable " + view.terms().app() + " from " + current + " to " + (current - down) + ": "
                        + serving + " canary pods serve"));
    }

    private static Optional<Move> await(View view, int target, int rest) {
        int serving = view.fresh().available();
        boolean grown = view.canarySpec() >= target && serving >= target;
        boolean shrunk =
                view.terms().surge() || view.stableSpec() <= rest && view.old().active() <= view.stableSpec();
        if (grown && shrunk) {
            return Optional.empty();
        }
        String what = grown
                ? "stable " + view.terms().app() + " to shrink to " + rest + " ("
                        + view.old().active() + " pods there)" + Claim.words(view)
                : "canary " + view.terms().canaryName() + " to serve: " + serving + " of " + target;
        return Health.late(view, grown ? "stable" : serving + " of " + target + " pods serve, which")
                .or(() -> Optional.of(new Wait(what, view.untilDeadline())));
    }
}
