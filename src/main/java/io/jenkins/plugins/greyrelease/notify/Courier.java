package io.jenkins.plugins.greyrelease.notify;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes notices to one destination, one after the other, so that their order is kept. A destination that does not answer
 * delays nobody: its queue is bounded, the oldest are dropped first, and how many were is said and counted.
 *
 * <p>Thread-safe.
 */
final class Courier {
    /** Notices that wait at most. */
    static final int LONGEST_QUEUE = 1_000;

    private static final int REMEMBERED = 1_000;

    private final String name;
    private final Executor executor;
    private final Consumer<String> log;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Remembered told = new Remembered(REMEMBERED);
    private boolean sending;
    private boolean failing;
    private boolean full;
    private long dropped;
    private long lost;
    private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);

    /** @param name of the destination */
    Courier(String name, Executor executor, Consumer<String> log) {
        this.name = name;
        this.executor = executor;
        this.log = log;
    }

    /** Takes one; what it has had before is left. */
    void take(Destination to, Notice notice) {
        boolean overflows = false;
        boolean begins;
        synchronized (this) {
            if (!told.add(notice.id())) {
                return;
            }
            waiting.add(() -> send(to, notice));
            if (waiting.size() > LONGEST_QUEUE) {
                waiting.remove();
                dropped++;
                lost++;
                overflows = !full;
                full = true;
            }
            begins = !sending;
            sending = true;
            if (begins) {
                idle = new CompletableFuture<>();
            }
        }
        if (overflows) {
            log.accept("notification '" + name + "': " + LONGEST_QUEUE
                    + " events wait for it, the oldest are dropped from now on");
        }
        if (begins) {
            executor.execute(this::next);
        }
    }

    /** How many were never delivered. */
    synchronized long dropped() {
        return dropped;
    }

    /** Completes when nothing waits. */
    synchronized CompletableFuture<Void> idle() {
        return idle;
    }

    private void next() {
        Runnable one;
        CompletableFuture<Void> done;
        synchronized (this) {
            one = waiting.poll();
            sending = one != null;
            done = idle;
        }
        if (one == null) {
            done.complete(null);
        } else {
            one.run();
        }
    }

    private void send(Destination to, Notice notice) {
        Delivery.send(to, notice).whenComplete((sent, failure) -> {
            said(notice, failure);
            executor.execute(this::next);
        });
    }

    /** The first failure is said, and the first success after it: a receiver that is down would fill the log. */
    private void said(Notice notice, Throwable failure) {
        String line = "";
        synchronized (this) {
            if (failure != null) {
                dropped++;
                lost++;
                line = failing
                        ? ""
                        : HttpFailure.words(failure) + ". The event " + notice.id()
                                + " is dropped; so are those that follow, until it is taken again";
                failing = true;
            } else if (lost > 0) {
                line = "notification '" + name + "' takes events again; " + lost + " were dropped meanwhile";
                failing = false;
                full = false;
                lost = 0;
            }
        }
        if (!line.isEmpty()) {
            log.accept(line);
        }
    }
}
