package io.jenkins.plugins.greyrelease.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs what counts its threads in a group of its own, so that tests beside it are not counted. */
public final class OwnThreads {
    private OwnThreads() {}

    /** Waits for it, and fails as it does. */
    public static void run(String name, Consumer<ThreadGroup> test) {
        ThreadGroup group = new ThreadGroup(name);
        CompletableFuture<Void> end = new CompletableFuture<>();
        new Thread(
                        group,
                        () -> end.completeAsync(
                                () -> {
                                    test.accept(group);
                                    return null;
                                },
                                Runnable::run))
                .start();
        end.join();
    }
}
