package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.Result;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The block of a step: run once for each batch, one run at a time. Kept with the running pipeline, so that a run that
 * was under way when the controller stopped is waited for, and not begun a second time, when it comes back.
 *
 * <p>Thread-safe: asked on the release's threads, told on the pipeline's.
 */
final class StepBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of the run that is under way; null: none is. */
    private LinkedHashMap<String, String> environment;

    private BodyExecution body;
    /** Nothing depends on the run that is under way any more. */
    private boolean unwanted;
    /** The batch of a run that ended while nobody listened: after a restart, before the release came back. */
    private LinkedHashMap<String, String> unheard;

    /** What the last run threw; null: it passed. */
    private Throwable failure;

    private transient CompletableFuture<Verdict> asked;
    private transient Runnable next;

    /** Starts a run of the block in the pipeline. */
    interface Starter {
        BodyExecution start(Map<String, String> environment, String label, BodyExecutionCallback callback)
                throws IOException, InterruptedException;
    }

    /**
     * Runs it, or joins the run of the same batch that is under way since before a restart.
     *
     * @return cancelling it interrupts the run
     */
    synchronized CompletableFuture<Verdict> run(Starter starter, Map<String, String> batch, String label) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        verdict.whenComplete((answer, broken) -> {
            if (verdict.isCancelled()) {
                cancelled(verdict);
            }
        });
        if (environment == null && batch.equals(unheard)) {
            unheard = null;
            verdict.complete(verdictOf(failure));
        } else if (environment == null) {
            begin(starter, batch, label, verdict);
        } else if (asked == null && !unwanted && batch.equals(environment)) {
            asked = verdict;
        } else {
            next = () -> begin(starter, batch, label, verdict);
            interrupt();
        }
        return verdict;
    }

    /** Calls back when no run is under way: at once, or after the end of the one that is. */
    synchronized void whenIdle(Runnable then) {
        if (environment == null) {
            then.run();
        } else {
            next = then;
            interrupt();
        }
    }

    /** What the last run threw; empty if it passed. */
    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void begin(Starter starter, Map<String, String> batch, String label, CompletableFuture<Verdict> verdict) {
        if (verdict.isDone()) {
            return;
        }
        try {
            environment = new LinkedHashMap<>(batch);
            unwanted = false;
            unheard = null;
            asked = verdict;
            body = starter.start(environment, label, new Ended(this));
        } catch (IOException | InterruptedException | IllegalStateException e) {
            environment = null;
            asked = null;
            verdict.completeExceptionally(e);
        }
    }

    private synchronized void cancelled(CompletableFuture<Verdict> verdict) {
        if (asked == verdict) {
            asked = null;
            interrupt();
        }
    }

    private void interrupt() {
        if (environment != null && !unwanted) {
            unwanted = true;
            if (body != null) {
                body.cancel(new FlowInterruptedException(
                        Result.ABORTED, false, new Interrupted("nothing depends on this check any more")));
            }
        }
    }

    private synchronized void ended(Throwable thrown) {
        LinkedHashMap<String, String> batch = environment;
        CompletableFuture<Verdict> listener = asked;
        Runnable then = next;
        boolean wanted = !unwanted;
        environment = null;
        body = null;
        asked = null;
        next = null;
        unwanted = false;
        if (wanted) {
            failure = thrown;
            if (listener == null) {
                unheard = batch;
            } else {
                listener.complete(verdictOf(thrown));
            }
        }
        if (then != null) {
            then.run();
        }
    }

    /** An interruption is an abort, anything else a check that failed. */
    static Verdict verdictOf(Throwable thrown) {
        if (thrown == null) {
            return new Verdict.Passed();
        }
        String reason = thrown instanceof FlowInterruptedException interrupted
                ? Interrupted.words(interrupted)
                : thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
        return thrown instanceof FlowInterruptedException ? new Verdict.Aborted(reason) : new Verdict.Rejected(reason);
    }

    /** Hears of the end of a run. */
    static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final StepBlock block;

        Ended(StepBlock block) {
            this.block = block;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            block.ended(null);
        }

        @Override
        public void onFailure(StepContext context, Throwable thrown) {
            block.ended(thrown);
        }
    }
}
