package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.Order;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultTarget;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Locale;

/**
 * The people who operate the releases of a rehearsal: they do what a fault says, and decide when a release stands still.
 *
 * <p>Threads: that of the simulation only.
 */
final class Operators implements FaultTarget {
    /** How long somebody thinks about a release that stands still. */
    private static final Duration THINKS = Duration.ofMinutes(5);

    private static final String NAME = "an operator";

    private final Scheduler time;
    private final RunRecorder recorder;
    private final ReleaseJournal journal;
    private final Invariants invariants;
    private final WhenPaused whenPaused;

    Operators(
            Scheduler time,
            RunRecorder recorder,
            ReleaseJournal journal,
            Invariants invariants,
            WhenPaused whenPaused) {
        this.time = time;
        this.recorder = recorder;
        this.journal = journal;
        this.invariants = invariants;
        this.whenPaused = whenPaused;
        journal.onStandstill(this::standsStill);
    }

    @Override
    public String cluster() {
        return "";
    }

    @Override
    public boolean takes(FaultSpec fault) {
        return fault instanceof FaultSpec.Operate;
    }

    @Override
    public Runnable begin(FaultSpec fault) {
        Order order = ((FaultSpec.Operate) fault).order();
        journal.running().forEach(entry -> give(command(order), entry));
        return order == Order.PAUSE ? () -> journal.running().forEach(entry -> give(Command.RESUME, entry)) : () -> {};
    }

    private static Command command(Order order) {
        return switch (order) {
            case PAUSE -> Command.PAUSE;
            case RESUME -> Command.RESUME;
            case PROMOTE -> Command.PROMOTE_NOW;
            case ROLLBACK -> Command.ROLL_BACK_NOW;
            case ABORT -> Command.ABORT;
        };
    }

    private void standsStill(ReleaseJournal.Entry entry, String why) {
        int times = entry.stoodStill();
        time.after(THINKS, () -> {
            if (entry.standsStill() && times == entry.stoodStill()) {
                whenPaused.decide(why, times).ifPresent(command -> give(command, entry));
            }
        });
    }

    private void give(Command command, ReleaseJournal.Entry entry) {
        if (command == Command.PROMOTE_NOW) {
            // a person says so: this is the approval of everything that is left
            entry.spec()
                    .clusters()
                    .forEach(cluster -> invariants.permit(cluster, entry.spec().app(), Integer.MAX_VALUE));
        }
        Release release = entry.release();
        release.command(command, NAME)
                .whenComplete((answer, refusal) -> recorder.mark(
                        null,
                        Mark.Kind.NOTE,
                        NAME + " said "
                                + command.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                                + (refusal == null ? answer : "not done, " + refusal.getMessage())));
    }
}
