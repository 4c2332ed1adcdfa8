package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A build that waits for its release. Who stops the build once stops the release, as {@code onAbort} says, and the build
 * goes on waiting for that; who stops it twice takes the build away, and the release ends without.
 */
final class LongWait {
    private final CompletableFuture<StepOutcome> end;
    private boolean interrupted;

    /** @param end when and how the release ends; never fails */
    LongWait(CompletableFuture<StepOutcome> end) {
        this.end = end;
    }

    /**
     * Waits on the calling thread.
     *
     * @param by who interrupts, asked when somebody does
     * @param abort stops the release, on behalf of somebody
     * @throws InterruptedException if the wait was interrupted twice
     */
    StepOutcome outcome(Supplier<String> by, Consumer<String> abort) throws InterruptedException {
        try {
            return got();
        } catch (InterruptedException e) {
            interrupted = true;
            abort.accept(by.get());
            return got();
        }
    }

    /** Whether somebody interrupted it. */
    boolean wasInterrupted() {
        return interrupted;
    }

    private StepOutcome got() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a release is an outcome, never a failure", e);
        }
    }
}
