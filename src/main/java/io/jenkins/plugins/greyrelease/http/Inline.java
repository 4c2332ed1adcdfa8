package io.jenkins.plugins.greyrelease.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A future whose stages run where it is completed, those that name no executor included: generated code would have them run
 * on a pool of the whole process, out of the time that is handed in.
 */
final class Inline<T> extends CompletableFuture<T> {
    @Override
    public Executor defaultExecutor() {
        return Runnable::run;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Inline<>();
    }
}
