package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.rollout.Release;
import java.util.Optional;

/** Who says how to go on when a release stands still in a rehearsal. */
@FunctionalInterface
public interface WhenPaused {
    /** Nobody: it stays where it is, and the run ends open. */
    WhenPaused STOP = (why, times) -> Optional.empty();
    /** Somebody resumes it, once. */
    WhenPaused RESUME = (why, times) -> times == 1 ? Optional.of(Release.Command.RESUME) : Optional.empty();
    /** Somebody takes everything back. */
    WhenPaused ROLLBACK = (why, times) -> Optional.of(Release.Command.ROLL_BACK_NOW);

    /**
     * Says what to do.
     *
     * @param why what it stands still for, in words
     * @param times how often this release has stood still by now, from 1
     * @return empty: nothing
     */
    Optional<Release.Command> decide(String why, int times);
}
