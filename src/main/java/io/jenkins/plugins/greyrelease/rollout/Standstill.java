package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.Move.Reached;
import io.jenkins.plugins.greyrelease.rollout.Move.Wait;
import java.time.Duration;
import java.util.Optional;

/** Standing still: nothing grows, capacity is restored, and a pause is written down where the release stands. */
final class Standstill {
    private Standstill() {}

    /** Writes a pause down before anything else, also where somebody's edit holds the release up. */
    static Optional<Move> note(View view) {
        if (!(view.goal() instanceof Goal.Pause pause) || pause.label().equals(view.stableLabel(Labels.PAUSED))) {
            return Optional.empty();
        }
        return Optional.of(Edit.of(view.stable())
                .label(Labels.PAUSED, pause.label())
                .write("note on " + view.terms().app() + " that release "
                        + view.terms().release() + " stands still: "
                        + Pause.read(pause.label()).map(Pause::words).orElse("")));
    }

    /** The next move of a cluster that stands still. */
    static Move next(View view) {
        return Capacity.whole(view).orElseGet(() -> still(view));
    }

    private static Move still(View view) {
        if (view.goal() instanceof Goal.Pause) {
            return new Reached(Move.End.PAUSED, view.terms().app() + " stands still");
        }
        return view.goal() instanceof Goal.Reserve
                ? new Reached(Move.End.RESERVED, view.terms().app() + " is locked, it comes next")
                : new Wait("its turn", Duration.ZERO);
    }

    /**
     * Takes the note off again. After a failure, restarts of canary pods that led to it are accepted first: a person
     * said go on; the next restart fails the batch again.
     */
    static Optional<Move> end(View view) {
        Optional<Pause> pause = Pause.read(view.stableLabel(Labels.PAUSED));
        if (pause.isEmpty()) {
            return Optional.empty();
        }
        Optional<Move> accepted = view.canary()
                .filter(canary -> pause.get().cause() == Pause.Cause.FAILURE && view.canaryLives())
                .flatMap(canary -> accept(view));
        return accepted.or(() -> Optional.of(Edit.of(view.stable())
                .without(Labels.PAUSED)
                .write("note on " + view.terms().app() + " that release "
                        + view.terms().release() + " goes on")));
    }

    private static Optional<Move> accept(View view) {
        int restarts = Health.restarts(view);
        return restarts <= View.number(view.stable(), Labels.RESTARTS, 0)
                ? Optional.empty()
                : Optional.of(Edit.of(view.stable())
                        .label(Labels.RESTARTS, restarts)
                        .write("accept " + restarts + " restarts of canary "
                                + view.terms().canaryName() + ": a person said go on"));
    }
}
