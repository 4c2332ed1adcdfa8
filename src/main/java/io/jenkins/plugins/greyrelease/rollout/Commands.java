package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.Locale;
import java.util.Optional;

/**
 * What operators ask of a release that has begun. Each is done and answered in a sentence, or refused with the reason and
 * what to do instead.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Commands {
    private final Helm helm;
    private final ReleaseSpec spec;
    private final String name;

    Commands(Helm helm, ReleaseSpec spec, String release) {
        this.helm = helm;
        this.spec = spec;
        this.name = "release " + release + " of " + spec.app();
    }

    /** A command that cannot be carried out now. */
    static final class Refused extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /**
     * Carries a command out.
     *
     * @return what comes of it, in a sentence
     * @throws Refused with the reason and what to do instead
     */
    String give(Command command, String by) {
        return switch (command) {
            case PAUSE -> pause(by);
            case RESUME -> resume(by);
            case PROMOTE_NOW -> promote(by);
            case ROLL_BACK_NOW -> rollBack(by);
            case ABORT -> abort(by);
        };
    }

    /**
     * Carries out what a label of a cluster asks for.
     *
     * @param label value of {@link Labels#ASKED}
     * @return what comes of it, or why nothing does
     */
    String byLabel(String label) {
        Optional<Order> order = Order.read(label);
        if (order.isEmpty()) {
            return "that is no order known here; nothing is done";
        }
        try {
            return give(order.get().command(), order.get().by());
        } catch (Refused refusal) {
            return "refused: " + refusal.getMessage();
        }
    }

    /** Why nothing is asked of a release any more. */
    static String ended(String release, Command command) {
        return "release " + release + " has ended; "
                + (command == Command.ROLL_BACK_NOW
                        ? "to go back, release the version before: step rollback"
                        : "begin a new one");
    }

    private boolean goesBack() {
        return helm.state().intent() == Intent.BACK;
    }

    private String pause(String by) {
        if (goesBack()) {
            throw new Refused(name + " goes back (" + helm.reason()
                    + "), which is the safe way and is not paused half-way." + " Wait for its end, then release again");
        }
        if (helm.state().paused()) {
            return name + " stands still already: " + helm.pausedFor();
        }
        helm.pause(new Pause(Pause.Cause.PERSON, by), "paused by " + by);
        boolean promoting = helm.state().standings().values().stream().anyMatch(s -> s.stage() == Stage.PROMOTING);
        return name + " stands still, also when this process ends; capacity is kept"
                + (promoting ? ", and a hand-over that has begun is finished" : "")
                + ". Resume, promote now, or roll back now";
    }

    private String resume(String by) {
        boolean stuck = !helm.troubled().isEmpty();
        if (!helm.state().paused() && !stuck) {
            throw new Refused(
                    name + " is not paused: it " + (goesBack() ? "goes back" : "goes on") + "; see its status");
        }
        helm.resume(by);
        return goesBack() ? name + " goes on going back: what was refused is tried again" : name + " goes on";
    }

    private String promote(String by) {
        if (goesBack()) {
            throw new Refused(name + " goes back (" + helm.reason() + ") and cannot be promoted any more."
                    + " Wait for its end, then release again");
        }
        if (helm.state().intent() == Intent.PROMOTE && !helm.state().paused()) {
            return name + " is being promoted already";
        }
        helm.promote(by);
        return "all clusters of " + name + " go to the new version, without further checks and approvals; pods that"
                + " fail still lead to onFailure: " + word(spec.onFailure());
    }

    private String rollBack(String by) {
        if (goesBack()) {
            return name + " goes back already: " + helm.reason();
        }
        helm.back("rolled back by " + by);
        return "everything that " + name + " touched goes back; a hand-over that has begun is finished first, then that"
                + " cluster is taken back too";
    }

    private String abort(String by) {
        if (goesBack()) {
            return name + " goes back already (" + helm.reason() + "); the run ends when that is done";
        }
        if (spec.onAbort() == OnFailure.PAUSE) {
            helm.leave(by);
            return name + " stays where it is, since onAbort is pause: run it again to go on"
                    + (helm.state()
                                    .pause()
                                    .filter(p -> p.cause() != Pause.Cause.ABORT)
                                    .isPresent()
                            ? " with it and then resume, as it is " + helm.pausedFor()
                            : "")
                    + ", or run it again and roll back";
        }
        helm.abort("stopped by " + by);
        return name + " was stopped: onAbort is " + word(spec.onAbort());
    }

    private static String word(OnFailure policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
