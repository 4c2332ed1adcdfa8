package io.jenkins.plugins.greyrelease.step;

import java.util.concurrent.CompletableFuture;

/** A step that has begun. */
public interface Running {

    /**
     * What the step returns: maps, lists, strings, integers and booleans only. Fails with {@link StepFailure} when the
     * run shall fail or be marked, with {@link io.jenkins.plugins.greyrelease.plan.BadArgumentsException} for bad
     * arguments.
     */
    CompletableFuture<Object> result();

    /** Somebody stops the run. Records the intent and returns; the step ends when it is safe. */
    void abort(String reason);

    /** What it is doing, in words. */
    String status();
}
