package io.jenkins.plugins.greyrelease.image;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets only so many things be under way at once; the others wait in the order they came, without a thread.
 *
 * <p>Thread-safe. However many end at once where they begin, the stack does not grow.
 */
public final class Limiter {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** Calls to begin what may begin that have not been answered; above 0: somebody is at it. */
    private final AtomicInteger calls = new AtomicInteger();

    private int free;

    /** @param permits 1 or more */
    public Limiter(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("at least one thing must be allowed at a time, not " + permits);
        }
        this.free = permits;
    }

    /** Begins something, now or when it is its turn; what throws instead of beginning has failed. */
    public <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> something) {
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
            waiting.add(begin);
        }
        beginAll();
        return result;
    }

    /** The results of all, in order; fails with the first failure once all have ended. */
    public <I, T> CompletableFuture<List<T>> all(Collection<I> items, Function<I, CompletableFuture<T>> each) {
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
        synchronized (this) {
            free++;
        }
        beginAll();
    }

    /** Whoever comes while somebody is at it leaves the rest to them. */
    private void beginAll() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int answered = 1;
        while (answered != 0) {
            for (Runnable next = next(); next != null; next = next()) {
                next.run();
            }
            answered = calls.addAndGet(-answered);
        }
    }

    private synchronized Runnable next() {
        if (free == 0 || waiting.isEmpty()) {
            return null;
        }
        free--;
        return waiting.poll();
    }
}
