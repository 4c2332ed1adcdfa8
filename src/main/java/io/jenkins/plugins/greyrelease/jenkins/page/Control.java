package io.jenkins.plugins.greyrelease.jenkins.page;

import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that a person can ask of a release at this moment.
 *
 * @param question to be answered with yes before it is done; empty: it does no harm
 * @param destructive whether it undoes what was done
 */
record Control(Command command, String label, String question, boolean destructive) {

    /** The value of the form's field. */
    String value() {
        return command.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A command by its value. */
    static Command command(String value) {
        for (Command command : Command.values()) {
            if (command.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) {
                return command;
            }
        }
        throw new IllegalArgumentException(
                "command '" + value + "': allowed are pause, resume, promote-now, roll-back-now, abort");
    }

    /** What may be asked of this release now; none of one that has ended. */
    static List<Control> of(ReleaseView view) {
        List<Control> all = new ArrayList<>();
        switch (view.course()) {
            case PREFLIGHT -> add(all, view, Command.PAUSE, Command.ABORT);
            case FORWARD -> {
                add(all, view, Command.PAUSE);
                resume(all, view);
                add(all, view, Command.PROMOTE_NOW, Command.ROLL_BACK_NOW, Command.ABORT);
            }
            case PAUSED -> add(all, view, Command.RESUME, Command.PROMOTE_NOW, Command.ROLL_BACK_NOW, Command.ABORT);
            case PROMOTING -> {
                add(all, view, Command.PAUSE);
                resume(all, view);
                add(all, view, Command.ROLL_BACK_NOW, Command.ABORT);
            }
            case BACK -> resume(all, view);
            case ENDED -> {
                // nothing is asked of it any more
            }
        }
        return all;
    }

    private static void resume(List<Control> all, ReleaseView view) {
        if (view.stuck()) {
            all.add(new Control(Command.RESUME, "Try again", "", false));
        }
    }

    private static void add(List<Control> all, ReleaseView view, Command... commands) {
        for (Command command : commands) {
            all.add(of(command, view.app()));
        }
    }

    /** A command as it is offered for this app. */
    static Control of(Command command, String app) {
        return switch (command) {
            case PAUSE -> new Control(command, "Pause", "", false);
            case RESUME -> new Control(command, "Resume", "", false);
            case PROMOTE_NOW ->
                new Control(
                        command,
                        "Promote now",
                        "Promote " + app + " now? All clusters go to the new version without further batches, checks"
                                + " and approvals.",
                        false);
            case ROLL_BACK_NOW ->
                new Control(
                        command,
                        "Roll back now",
                        "Roll back " + app
                                + " now? Every cluster that this release has touched goes back to the version"
                                + " before.",
                        true);
            case ABORT ->
                new Control(
                        command,
                        "Abort",
                        "Abort the release of " + app + "? What follows is what its onAbort says; unless it says"
                                + " otherwise, everything goes back.",
                        true);
        };
    }
}
