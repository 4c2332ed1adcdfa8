package io.jenkins.plugins.greyrelease.kube.client;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Spreads calls to one cluster over time: so many a second, and so many at once after a pause. The others wait in order.
 *
 * <p>Example: 50 a second with a burst of 100: of 150 calls at once, 100 go at once, the last one second later.
 *
 * <p>Thread-safe; holds no thread.
 */
final class RateLimit {
    private final Scheduler scheduler;
    private final Duration interval;
    private final Duration slack;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    /** When the next call would be due if calls came evenly; a burst may run ahead of it by the slack. */
    private Duration due = Duration.ZERO;

    /**
     * @param perSecond 1 or more
     * @param burst 1 or more
     */
    RateLimit(Scheduler scheduler, int perSecond, int burst) {
        this.scheduler = scheduler;
        this.interval = Duration.ofSeconds(1).dividedBy(perSecond);
        this.slack = interval.multipliedBy(burst - 1L);
    }

    /** Runs the call now, on this thread, or in its turn on the scheduler's. */
    void submit(Runnable call) {
        synchronized (this) {
            if (!waiting.isEmpty() || !takeTurn()) {
                waiting.add(call);
                if (waiting.size() == 1) {
                    wake();
                }
                return;
            }
        }
        call.run();
    }

    private void next() {
        while (true) {
            Runnable call;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    return;
                }
                if (!takeTurn()) {
                    wake();
                    return;
                }
                call = waiting.remove();
            }
            call.run();
        }
    }

    private boolean takeTurn() {
        Duration now = scheduler.elapsed();
        Duration from = due.compareTo(now) > 0 ? due : now;
        if (from.minus(now).compareTo(slack) > 0) {
            return false;
        }
        due = from.plus(interval);
        return true;
    }

    private void wake() {
        scheduler.after(due.minus(slack).minus(scheduler.elapsed()), this::next);
    }
}
