package io.jenkins.plugins.greyrelease.image;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets only so many things be under way at once; the others wait in the order they came, without a thread. */
final class Limiter {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    /** @param permits 1 or more */
    Limiter(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("at least one thing must be allowed at a time, not " + permits);
        }
        this.free = permits;
    }

    /** Begins something, now or when it is its turn; what throws instead of beginning has failed. */
    <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> something) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable begin = () -> begin(something).whenComplete((value, failure) -> {
            ended();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
        synchronized (this) {
            if (free == 0) {
                waiting.add(begin);
                return result;
            }
            free--;
        }
        begin.run();
        return result;
    }

    /** The results of all, in order; fails with the first failure once all have ended. */
    <I, T> CompletableFuture<List<T>> all(Collection<I> items, Function<I, CompletableFuture<T>> each) {
        List<CompletableFuture<T>> futures =
                items.stream().map(item -> run(() -> each.apply(item))).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }

    private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> something) {
        try {
            return something.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void ended() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
