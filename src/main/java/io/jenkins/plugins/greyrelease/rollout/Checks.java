package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The checks of a release, one at a time.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Checks {
    private final ReleaseHooks hooks;
    private final Executor serial;
    private CompletableFuture<Verdict> running;

    Checks(ReleaseHooks hooks, Executor serial) {
        this.hooks = hooks;
        this.serial = serial;
    }

    /** Whether one is under way. */
    boolean running() {
        return running != null;
    }

    /** Runs one; a check that fails in itself is a rejection. */
    void begin(BatchReport report, Consumer<Verdict> answer) {
        CompletableFuture<Verdict> verdict;
        try {
            verdict = hooks.check(report);
        } catch (RuntimeException e) {
            verdict = CompletableFuture.failedFuture(e);
        }
        running = verdict;
        verdict.whenComplete((given, failure) -> serial.execute(() -> {
            running = null;
            answer.accept(
                    failure == null
                            ? given
                            : new Verdict.Rejected(
                                    Calls.cause("", "check", failure).getMessage()));
        }));
    }

    /** Nothing depends on its answer any more. */
    void cancel() {
        if (running != null) {
            running.cancel(false);
        }
    }
}
