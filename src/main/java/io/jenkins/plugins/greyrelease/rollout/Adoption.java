package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/** The hand-over from the canary's deletion on: the stable Deployment adopts its ReplicaSet, history comes back. */
final class Adoption {
    private Adoption() {}

    /** The next move when the canary is gone or going. */
    static Move next(View view) {
        Optional<ReplicaSet> handed = HandOver.handed(view);
        if (handed.isEmpty()) {
            return lost(view);
        }
        ReplicaSet set = handed.get();
        if (!View.owns(view.stable(), set)) {
            return adopt(view, set);
        }
        return complete(view).or(() -> unpark(view)).or(() -> doubles(view)).orElseGet(() -> wake(view));
    }

    /** Somebody deleted the canary with all its pods: the app needs pods now, of whatever template stable has. */
    private static Move lost(View view) {
        if (view.canary().isPresent() && view.desired() > 0 && view.fresh().active() > 0) {
            return new Wait("canary " + view.terms().canaryName() + " to be gone", Duration.ZERO);
        }
        boolean isNew = view.stableLabel(Labels.TEMPLATE).equals(view.target());
        Edit edit = Edit.of(view.stable()).paused(false).replicas(view.desired());
        if (isNew) {
            edit.label(Labels.STEP, Step.ROLL.label());
        } else {
            edit.label(Labels.STEP, "").label(Labels.PHASE, Phase.BACK.label());
        }
        return edit.write("bring " + view.terms().app() + " to " + Words.pods(view.desired())
                + " at once: somebody deleted the canary and its pods");
    }

    /** Waits for garbage collector and deployment controller; after a while changes the owner itself. */
    private static Move adopt(View view, ReplicaSet set) {
        Duration left = Backward.COLLECTION.minus(view.idle());
        boolean refused = view.seen().refused().contains(ReplicaSets.named(set));
        if (!left.isNegative() && !left.isZero() || refused && !canRoll(view)) {
            return new Wait(
                    "deployment/" + view.terms().app() + " to adopt " + ReplicaSets.named(set),
                    left.isNegative() ? Duration.ZERO : left);
        }
        return refused ? roll(view) : ReplicaSets.give(set, view.stable());
    }

    private static boolean canRoll(View view) {
        return !Foreign.templateEdited(view);
    }

    private static Move roll(View view) {
        return Edit.of(view.stable())
                .label(Labels.STEP, Step.ROLL.label())
                .paused(false)
                .says(ReleaseEvent.Kind.HANDOVER)
                .writeLive("let " + view.terms().app()
                        + " make its own pods: the canary's ReplicaSet can neither be adopted nor given");
    }

    private static Optional<Move> complete(View view) {
        Deployment stable = view.stable();
        Integer updated = stable.getStatus() == null ? null : stable.getStatus().getUpdatedReplicas();
        // With another template, which somebody wrote, none of the pods is an updated one: that is the owner's
        // roll-out.
        boolean others = !TemplateHash.of(stable.getSpec().getTemplate()).equals(view.target());
        boolean whole = others || (updated == null ? 0 : updated) == view.stableSpec();
        return View.observed(stable) && whole
                ? Optional.empty()
                : Optional.of(new Wait(
                        "deployment/" + view.terms().app() + " to count the adopted pods: " + updated + " of "
                                + view.stableSpec(),
                        Duration.ZERO));
    }

    /** Only now: before, the canary might have adopted them. */
    static Optional<Move> unpark(View view) {
        return view.old().sets().stream()
                .filter(ReplicaSets::isParked)
                .findFirst()
                .map(ReplicaSets::unpark);
    }

    /** An empty double of the adopted ReplicaSet, made while somebody had un-paused the stable Deployment. */
    private static Optional<Move> doubles(View view) {
        return view.old().sets().stream()
                .filter(set -> Tally.specOf(set) == 0 && Tally.emptied(set))
                .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
                .filter(set -> TemplateHash.same(
                        set.getSpec().getTemplate(), view.terms().template()))
                .findFirst()
                .map(set -> ReplicaSets.delete(set, "it is an empty double of the adopted one"));
    }

    /** The stable Deployment works by itself again. */
    static Move wake(View view) {
        return Edit.of(view.stable())
                .label(Labels.STEP, Step.DONE.label())
                .paused(false)
                .says(ReleaseEvent.Kind.HANDOVER)
                .writeLive("un-pause " + view.terms().app() + ": it has the canary's ReplicaSet");
    }
}
