package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Move.Stop;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/** Going back: capacity first, then the canary down, then everything of the release away. */
final class Backward {
    /** How long the garbage collector may take before its work is done for it. */
    static final Duration COLLECTION = Duration.ofSeconds(60);

    /** How long stable may be without pods it asks for before the canary's unready ones make way. */
    static final Duration MAKES_WAY = Duration.ofSeconds(30);

    private Backward() {}

    /** The next move towards the old template. */
    static Move next(View view) {
        Phase phase = view.goal() instanceof Goal.Back back && back.all() || view.phaseIs(Phase.BACK_ALL)
                ? Phase.BACK_ALL
                : Phase.BACK;
        Optional<Move> begun = begin(view, phase);
        if (begun.isPresent()) {
            return begun.get();
        }
        return exchange(view).or(() -> leftovers(view)).or(() -> whole(view)).orElseGet(() -> Closing.next(view));
    }

    private static Optional<Move> begin(View view, Phase phase) {
        int up = stableUp(view);
        boolean marked = view.phaseIs(phase);
        if (marked && up == 0) {
            return Optional.empty();
        }
        Edit edit = Edit.of(view.stable()).label(Labels.PHASE, phase.label()).without(Labels.PAUSED);
        String back = "go back: ";
        if (up == 0) {
            return Optional.of(edit.write(back + "release " + view.terms().release() + " of "
                    + view.terms().app()));
        }
        int now = view.stableSpec() + up;
        return Optional.of(edit.replicas(now)
                .write(back + "scale stable " + view.terms().app() + " from " + view.stableSpec() + " to " + now
                        + " of " + view.desired()));
    }

    /** Straight up where capacity is short or nothing else is there, otherwise as much as the surge allows. */
    private static int stableUp(View view) {
        int missing = Math.max(0, view.desired() - view.stableSpec());
        boolean isShort = view.old().available() + view.fresh().available() < view.floor();
        return isShort || !view.canaryLives()
                ? missing
                : Slices.up(view.stableSpec(), view.desired(), view.canarySpec(), view.ceiling());
    }

    /** The canary down as stable serves, and away when nothing of it runs; empty when there is none. */
    static Optional<Move> exchange(View view) {
        if (view.canary().isEmpty()) {
            return Optional.empty();
        }
        Deployment canary = view.canary().get();
        if (!view.canaryLives()) {
            return Optional.of(new Wait("canary " + view.terms().canaryName() + " to be gone", Duration.ZERO));
        }
        if (view.canarySpec() > 0) {
            return Optional.of(shrink(view, canary, 0));
        }
        if (!view.fresh().gone()) {
            return Optional.of(new Wait(
                    "the last " + Words.pods(view.fresh().active()) + " of canary "
                            + view.terms().canaryName() + " to go",
                    Duration.ZERO));
        }
        DeleteOptions exactly = DeleteOptions.of(
                        Propagation.BACKGROUND, canary.getMetadata().getUid())
                .at(canary.getMetadata().getResourceVersion());
        return Optional.of(new Move.Delete<>(
                Kind.DEPLOYMENT,
                view.terms().namespace(),
                view.terms().canaryName(),
                exactly,
                "delete canary " + view.terms().canaryName() + ": its ReplicaSets are at 0",
                true));
    }

    /** Shrinks the canary as far as what serves beside it allows. */
    static Move shrink(View view, Deployment canary, int target) {
        int current = view.canarySpec();
        int down = Math.max(
                Slices.down(current, target, view.oldCertain(), view.keeps()), inTheWay(view, current - target));
        if (down > 0) {
            return Edit.of(canary)
                    .replicas(current - down)
                    .writeLive("scale canary " + view.terms().canaryName() + " from " + current + " to "
                            + (current - down));
        }
        if (view.untilDeadline().compareTo(Duration.ZERO) <= 0) {
            return new Stop(
                    "stuck",
                    "stable " + view.terms().app() + " has " + view.old().available() + " of "
                            + Words.pods(view.desired()) + " serving, so canary "
                            + view.terms().canaryName()
                            + " cannot shrink: "
                            + Health.reason(view.old()).orElse("its pods give no reason")
                            + ". Make room for them; the release goes on by itself");
        }
        Duration untilWay = MAKES_WAY.minus(view.idle());
        boolean sooner = view.fresh().idle(current) > 0 && !untilWay.isNegative() && !untilWay.isZero();
        return new Wait(
                "stable " + view.terms().app() + " to serve: " + view.old().available() + " of " + view.desired()
                        + Claim.words(view),
                sooner && untilWay.compareTo(view.untilDeadline()) < 0 ? untilWay : view.untilDeadline());
    }

    /**
     * Canary pods that are not ready and may hold the quota or the room that stable needs: where stable does not get its
     * pods for a while, they go, otherwise neither side would ever move. One that runs may be ready the next moment, so it
     * stays until the deadline.
     */
    private static int inTheWay(View view, int atMost) {
        boolean stuck = view.old().ready() < view.stableSpec() && view.idle().compareTo(MAKES_WAY) >= 0;
        boolean late = view.untilDeadline().compareTo(Duration.ZERO) <= 0;
        int starting = late
                ? 0
                : (int) view.fresh().pods().stream()
                        .filter(pod -> !Pods.ready(pod) && Pods.runs(pod))
                        .count();
        return stuck ? Math.max(0, Math.min(atMost, view.fresh().idle(view.canarySpec()) - starting)) : 0;
    }

    /** What the canary left behind: its ReplicaSets, which the garbage collector takes; parked ones. */
    private static Optional<Move> leftovers(View view) {
        Optional<ReplicaSet> parked =
                view.old().sets().stream().filter(ReplicaSets::isParked).findFirst();
        if (parked.isPresent()) {
            return parked.map(ReplicaSets::unpark);
        }
        Optional<ReplicaSet> left = view.fresh().sets().stream()
                .filter(rs -> rs.getMetadata().getDeletionTimestamp() == null)
                .filter(rs -> !View.owns(view.stable(), rs))
                .findFirst();
        return left.map(set -> view.idle().compareTo(COLLECTION) < 0
                ? new Wait(ReplicaSets.named(set) + " to be collected", COLLECTION.minus(view.idle()))
                : ReplicaSets.delete(set, "its Deployment is gone and nobody collected it"));
    }

    private static Optional<Move> whole(View view) {
        boolean serves = view.old().available() >= Math.min(view.floor(), view.stableSpec());
        if (serves || view.untilDeadline().compareTo(Duration.ZERO) <= 0) {
            // After the deadline the release ends all the same: stable has all its pods asked for, and nothing that
            // this release could still do would make them serve.
            return Optional.empty();
        }
        return Optional.of(new Wait(
                "stable " + view.terms().app() + " to serve: " + view.old().available() + " of " + view.desired(),
                view.untilDeadline()));
    }
}
