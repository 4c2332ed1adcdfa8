package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits in a run for a release: its log, its block, its end. A release that has lost its attendant goes on without.
 *
 * <p>Threads: called on the release manager's threads; nothing may block for long.
 */
public interface Attendant {

    /** A line for the run's log. */
    void log(String line);

    /**
     * Reads a text file of the run's workspace.
     *
     * @return fails with a message for the user if it cannot be read
     */
    CompletableFuture<String> readFile(String path);

    /**
     * Runs the step's block once; see {@link io.jenkins.plugins.greyrelease.step.Host#block}.
     */
    CompletableFuture<Verdict> block(Map<String, String> environment, String label);

    /** The release has ended; told once. */
    void ended(StepOutcome outcome);
}
