package io.jenkins.plugins.greyrelease.image.build;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Does the same to many things, some at a time; after the first failure nothing new is begun. */
final class Lanes<T> {
    private final Deque<T> waiting;
    private final Function<T, CompletableFuture<?>> work;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int running;
    private Throwable failure;

    private Lanes(Collection<T> things, Function<T, CompletableFuture<?>> work) {
        this.waiting = new ArrayDeque<>(things);
        this.work = work;
    }

    /**
     * Begins.
     *
     * @param lanes how many at once, at least 1
     * @return when all of them are done; fails with the first failure, once what was under way has ended
     */
    static <T> CompletableFuture<Void> over(Collection<T> things, int lanes, Function<T, CompletableFuture<?>> work) {
        Lanes<T> all = new Lanes<>(things, work);
        for (int i = 0; i < Math.max(1, Math.min(lanes, things.size())); i++) {
            all.next();
        }
        return all.done;
    }

    private void next() {
        T thing;
        synchronized (this) {
            thing = failure == null ? waiting.poll() : null;
            if (thing != null) {
                running++;
            }
        }
        if (thing == null) {
            endIfIdle();
            return;
        }
        CompletableFuture<?> begun;
        try {
            begun = work.apply(thing);
        } catch (RuntimeException e) {
            begun = CompletableFuture.failedFuture(e);
        }
        begun.whenComplete((result, broken) -> {
            synchronized (this) {
                running--;
                if (broken != null && failure == null) {
                    failure = broken;
                }
            }
            next();
        });
    }

    private void endIfIdle() {
        Throwable end;
        synchronized (this) {
            if (running > 0) {
                return;
            }
            end = failure;
        }
        if (end == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(end);
        }
    }
}
