package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.Move.End;
import io.jenkins.plugins.greyrelease.rollout.Move.Reached;
import io.jenkins.plugins.greyrelease.rollout.Move.Stop;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/** What to do while the stable Deployment does not carry this release's label: before, after, or taken away. */
final class Acquire {
    private Acquire() {}

    /** The next move of a release that does not hold the stable Deployment. */
    static Move next(View view) {
        String holder = view.stableLabel(Labels.RELEASE);
        if (view.canaryLives() || !holder.isEmpty()) {
            return taken(view, holder);
        }
        if (view.goal() instanceof Goal.Hold) {
            return new Wait("its turn", Duration.ZERO);
        }
        Optional<Move> ended = ended(view);
        if (ended.isPresent()) {
            return ended.get();
        }
        Optional<Move> changed = changed(view);
        if (changed.isPresent()) {
            return changed.get();
        }
        Edit lock = labelled(view, Phase.FORWARD, view.stableSpec());
        if (view.goal() instanceof Goal.Pause pause) {
            lock.label(Labels.PAUSED, pause.label());
        }
        return lock.write("take the lock on " + view.terms().app() + " for release "
                + view.terms().release());
    }

    /** What is there to do where this release had its turn already; empty if it had not. */
    private static Optional<Move> ended(View view) {
        boolean isNew =
                view.target().equals(TemplateHash.of(view.stable().getSpec().getTemplate()));
        if (halfway(view, isNew)) {
            return Optional.of(labelled(view, Phase.PROMOTE, view.stableSpec())
                    .label(Labels.STEP, Step.HANDOVER.label())
                    .writeLive("take the lock on " + view.terms().app() + " again: its hand-over is not finished"));
        }
        if (isNew) {
            return Optional.of(new Reached(
                    End.NEW,
                    view.terms().app()
                            + (view.terms().revert() ? " runs the old version again" : " runs the new version")));
        }
        if (view.fresh().sets().stream().anyMatch(set -> View.owns(view.stable(), set))) {
            return Optional.of(new Reached(
                    End.NEW, view.terms().app() + " was released; somebody changed its pod template since then"));
        }
        if (!(view.goal() instanceof Goal.Back)) {
            return Optional.empty();
        }
        return Optional.of(
                Autoscaling.frozen(view)
                        ? labelled(view, Phase.BACK, view.stableSpec())
                                .write("take the lock on " + view.terms().app()
                                        + " again: its autoscaler is still frozen")
                        : new Reached(End.OLD, view.terms().app() + " runs the old version"));
    }

    /**
     * Whether the lock was taken off in the middle of the hand-over, whatever template was written with that: what is
     * left of it only we can finish.
     */
    private static boolean halfway(View view, boolean isNew) {
        boolean parked = view.old().sets().stream().anyMatch(ReplicaSets::isParked);
        boolean handed = isNew || view.fresh().sets().stream().anyMatch(set -> View.owns(view.stable(), set));
        return parked || handed && (View.paused(view.stable()) || Autoscaling.frozen(view));
    }

    /** Somebody's change of the template since it was last looked at: the release would undo it. */
    private static Optional<Move> changed(View view) {
        String expects = view.terms().expects();
        if (expects.isEmpty()
                || expects.equals(TemplateHash.of(view.stable().getSpec().getTemplate()))) {
            return Optional.empty();
        }
        String deployment = "deployment/" + view.terms().app();
        return Optional.of(
                view.terms().revert()
                        ? new Stop(
                                "changed-after",
                                "somebody changed the pod template of " + deployment + " after it was released here, so"
                                        + " it is not taken back. Put the released template back (kubectl rollout undo)"
                                        + " to let the release take it back, or write the old one yourself")
                        : new Stop(
                                "changed-before",
                                "somebody changed the pod template of " + deployment + " after this release was checked"
                                        + " and before its turn; the release would undo that. Put the template back to go"
                                        + " on, or roll back: the next release is built on the changed one"));
    }

    private static Move taken(View view, String holder) {
        if (!holder.isEmpty()) {
            if (view.goal() instanceof Goal.Back && !view.canaryLives()) {
                return new Reached(End.OLD, view.terms().app() + " was not touched by this release");
            }
            return view.goal() instanceof Goal.Hold
                    ? new Wait("its turn", Duration.ZERO)
                    : new Stop(
                            "locked",
                            "deployment/" + view.terms().app() + " is in release " + holder
                                    + ". Let that one end, or supersede it with this one");
        }
        if (view.goal() instanceof Goal.Back) {
            int noted = View.number(view.canary().orElseThrow(), Labels.DESIRED, view.stableSpec());
            int desired = view.terms().surge() ? Math.max(noted, view.stableSpec()) : noted;
            // The canary says that the hand-over had begun: then the pause was ours.
            Edit lock = labelled(view, Phase.BACK, desired);
            return (View.handingOver(view.canary().orElseThrow()) ? lock.paused(false) : lock)
                    .writeLive("take the lock on " + view.terms().app() + " again, to go back");
        }
        return new Stop(
                "unlocked",
                "the labels of release " + view.terms().release() + " were taken off deployment/"
                        + view.terms().app() + ", as GitOps does when it writes the old spec back, while canary "
                        + view.terms().canaryName()
                        + " is still there. Stop whatever wrote that, then put the labels back or roll back");
    }

    private static Edit labelled(View view, Phase phase, int desired) {
        Terms terms = view.terms();
        String template = TemplateHash.of(view.stable().getSpec().getTemplate());
        return Edit.of(view.stable())
                .label(Labels.RELEASE, terms.release())
                .label(Labels.TRACK, "stable")
                .label(Labels.PHASE, phase.label())
                .label(Labels.EPOCH, terms.epoch())
                .label(Labels.MODE, terms.revert() ? "revert" : "release")
                .label(Labels.PLAN, terms.planHash())
                .label(Labels.TARGET, view.target())
                .label(Labels.TEMPLATE, template)
                .label(Labels.ORIGIN, template)
                .label(Labels.CAPACITY, terms.capacity())
                .label(Labels.UNAVAILABLE, Slack.label(terms.fenceposts().maxUnavailable()))
                .label(Labels.DESIRED, desired)
                .label(Labels.WROTE, view.stableSpec());
    }
}
