package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.AbortException;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Executor;
import hudson.model.Result;
import io.jenkins.plugins.greyrelease.jenkins.release.Interrupters;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.util.List;

/** How a build step of ours ends. */
final class BuildEnd {
    private BuildEnd() {}

    /**
     * Ends the build step.
     *
     * @param interrupted whether somebody stopped the build
     * @return true: the build goes on
     */
    static boolean of(StepOutcome outcome, boolean interrupted, AbstractBuild<?, ?> build, BuildListener listener)
            throws AbortException, InterruptedException {
        switch (outcome.status()) {
            case SUCCESS -> {
                return true;
            }
            case UNSTABLE -> {
                listener.getLogger().println(outcome.message());
                build.setResult(Result.UNSTABLE);
                return true;
            }
            case FAILURE, REFUSED, OPEN, ABORTED -> {
                if (interrupted || outcome.status() == StepOutcome.Status.ABORTED) {
                    listener.getLogger().println(outcome.message());
                    throw new InterruptedException(outcome.message());
                }
                throw new AbortException(outcome.message());
            }
        }
        throw new IllegalStateException("no end is called " + outcome.status());
    }

    /** Who interrupts the build that waits on this thread, in words. */
    static String interrupter() {
        Executor executor = Executor.currentExecutor();
        return Interrupters.words(
                executor == null ? List.of() : executor.getCausesOfInterruption(), "an interruption of the build");
    }
}
