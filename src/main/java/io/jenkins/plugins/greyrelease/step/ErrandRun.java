package io.jenkins.plugins.greyrelease.step;

import java.util.concurrent.CompletableFuture;

/**
 * An errand that is being done.
 *
 * <p>Threads: {@link #start} is called once, the others from any thread.
 */
public interface ErrandRun {

    /** Does it. What goes wrong is an outcome; it fails only through a defect of its own. */
    CompletableFuture<StepOutcome> start();

    /**
     * Begins nothing new; the outcome comes when what is under way has come back.
     *
     * @param by who or what stops it, in words
     */
    void stop(String by);

    /** What it does now, in words, such as {@code reads 3 clusters}. */
    String status();
}
