package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.Move.Stop;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/**
 * What to do next in one cluster. A pure function of what is seen, wanted and agreed: the same input, the same move. A
 * process that dies after any write is followed by one that sees what it left and goes on.
 */
final class Decision {
    private Decision() {}

    /** The next move in one cluster. */
    static Move next(Seen seen, Goal goal, Terms terms) {
        if (seen.stable()
                .filter(s -> s.getMetadata().getDeletionTimestamp() == null)
                .isEmpty()) {
            return gone(seen, goal, terms);
        }
        View view = View.of(seen, goal, terms);
        if (!view.held()) {
            return Acquire.next(view);
        }
        int epoch = View.number(view.stable(), Labels.EPOCH, 0);
        if (epoch != terms.epoch()) {
            return epoch < terms.epoch() ? raise(view) : overtaken(terms, epoch);
        }
        Optional<Move> fence = fence(view);
        if (fence.isPresent()) {
            return fence.get();
        }
        if (!(goal instanceof Goal.Back) && !view.target().equals(view.stableLabel(Labels.TARGET))) {
            return new Stop(
                    "other-target",
                    "release " + terms.release() + " of " + terms.app()
                            + " was begun with another pod template than the one given now. Run it again as it was, "
                            + "or roll back");
        }
        return work(view);
    }

    private static Move work(View view) {
        return switch (view.step()) {
            case HANDOVER -> HandOver.next(view);
            case ROLL -> Roll.next(view);
            case DONE -> Closing.next(view);
            default ->
                answering(
                        view,
                        Standstill.note(view)
                                .or(() -> Claim.stale(view))
                                .or(() -> Foreign.next(view))
                                .orElseGet(() -> towards(view)));
        };
    }

    /**
     * The label that asked for something goes when nothing else is to be written: by then the cluster's other labels say
     * what came of it, and a process that dies before leaves it to the next one.
     */
    private static Move answering(View view, Move move) {
        String asked = view.stableLabel(Labels.ASKED);
        if (move instanceof Move.Write
                || asked.isEmpty()
                || !asked.equals(view.seen().answered())) {
            return move;
        }
        return Edit.of(view.stable())
                .without(Labels.ASKED)
                .write("note on " + view.terms().app() + " that what was asked for by its label is answered");
    }

    private static Move towards(View view) {
        if (view.goal() instanceof Goal.Still) {
            return Standstill.next(view);
        }
        if (view.goal() instanceof Goal.Claim) {
            return Capacity.whole(view)
                    .orElse(new Move.Reached(Move.End.CLAIMED, view.terms().app() + " is locked, to be taken back"));
        }
        if (view.goal() instanceof Goal.Back || view.goingBack()) {
            // A cluster on its way back does not turn round.
            return Backward.next(view);
        }
        boolean promoting = view.goal() instanceof Goal.Promote || view.step() == Step.DRAIN;
        return Standstill.end(view)
                .orElseGet(() -> promoting ? Promote.next(view) : Forward.next(view, (Goal.Grow) view.goal()));
    }

    private static Move raise(View view) {
        return Edit.of(view.stable())
                .label(Labels.EPOCH, view.terms().epoch())
                .write("raise the epoch of " + view.terms().app() + " to "
                        + view.terms().epoch() + ": this process drives the release now");
    }

    /** A late write of the process before must find another resourceVersion on the canary as well. */
    private static Optional<Move> fence(View view) {
        int epoch = view.terms().epoch();
        return view.canary()
                .filter(canary -> view.canaryLives() && View.number(canary, Labels.EPOCH, epoch) < epoch)
                .map(canary -> Edit.of(canary)
                        .label(Labels.EPOCH, epoch)
                        .write("raise the epoch of canary " + view.terms().canaryName() + " to " + epoch));
    }

    private static Move overtaken(Terms terms, int epoch) {
        return new Stop(
                Stop.TAKEN_OVER,
                "another process drives release " + terms.release() + " of " + terms.app() + " (epoch " + epoch
                        + ", ours is " + terms.epoch() + "). Nothing is written from here any more");
    }

    private static Move gone(Seen seen, Goal goal, Terms terms) {
        if (goal instanceof Goal.Still) {
            return new Wait("deployment/" + terms.app() + ", which is not there", Duration.ZERO);
        }
        String canary =
                seen.canary().isEmpty() ? "" : " Canary " + terms.canaryName() + " is still there and left alone.";
        return new Stop(
                "stable-gone",
                "deployment/" + terms.app() + " was deleted during release " + terms.release() + "." + canary
                        + " Create it again, then roll back or release again");
    }
}
