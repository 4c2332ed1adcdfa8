package io.jenkins.plugins.greyrelease.jira;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets what must not be done twice at once be done one after the other, without holding a thread. Thread-safe. */
public final class Turns {
    private final Map<String, CompletableFuture<?>> last = new ConcurrentHashMap<>();

    /**
     * Does something when all that came before it has ended, however it ended.
     *
     * @param what those of the same name wait for each other
     */
    <T> CompletableFuture<T> next(String what, Supplier<CompletableFuture<T>> task) {
        CompletableFuture<T> end = new CompletableFuture<>();
        CompletableFuture<?> before = last.put(what, end);
        CompletableFuture<?> free = before == null ? CompletableFuture.completedFuture(null) : before;
        free.handle((value, failure) -> null).thenCompose(over -> task.get()).whenComplete((value, failure) -> {
            last.remove(what, end);
            if (failure == null) {
                end.complete(value);
            } else {
                end.completeExceptionally(JiraCalls.cause(failure));
            }
        });
        return end;
    }
}
