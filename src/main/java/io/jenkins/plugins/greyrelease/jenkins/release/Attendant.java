package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.util.Map;
import java.util.Optional;
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
     * Makes layers of an image from files of the run's workspace; see
     * {@link io.jenkins.plugins.greyrelease.step.Host#layers}.
     */
    default CompletableFuture<Layers> layers(LayerOrder order) {
        return CompletableFuture.failedFuture(
                new IllegalStateException("who attends a release makes no layers, not of " + order));
    }

    /** See {@link io.jenkins.plugins.greyrelease.step.Host#kept}. */
    default Optional<String> kept(String name) {
        return Optional.empty();
    }

    /** See {@link io.jenkins.plugins.greyrelease.step.Host#keep}. */
    default CompletableFuture<Void> keep(String name, String text) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Runs the step's block once; see {@link io.jenkins.plugins.greyrelease.step.Host#block}.
     */
    CompletableFuture<Verdict> block(Map<String, String> environment, String label);

    /** The release has ended; told once. */
    void ended(StepOutcome outcome);
}
