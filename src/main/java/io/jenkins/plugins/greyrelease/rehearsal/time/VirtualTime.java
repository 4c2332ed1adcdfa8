package io.jenkins.plugins.greyrelease.rehearsal.time;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Virtual time: a queue of events ordered by (time, order of arrival), so that the same inputs give the same run. Time
 * jumps from event to event; nothing waits.
 *
 * <p>Not thread-safe: everything of one simulation happens on the thread that calls {@link #runUntil}.
 */
public final class VirtualTime implements Scheduler {

    /** Where the virtual clock begins; a fixed day, so that reports of one seed are equal. */
    public static final Instant EPOCH = Instant.parse("2026-01-05T08:00:00Z");

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long nowNanos;
    private long arrivals;
    private long executed;
    private Runnable afterEach = () -> {};

    @Override
    public Instant now() {
        return EPOCH.plusNanos(nowNanos);
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(nowNanos);
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Event event = new Event(nowNanos + Math.max(0, delay.toNanos()), arrivals++, task);
        queue.add(event);
        return event;
    }

    /** Runs {@code check} after every event: where invariants are watched. Replaces an earlier one. */
    public void afterEach(Runnable check) {
        afterEach = check;
    }

    /** How many events have run. */
    public long executed() {
        return executed;
    }

    /**
     * Runs events until {@code done}, no event is left, or virtual time would pass {@code limit} since the epoch.
     *
     * @return whether {@code done} holds
     */
    public boolean runUntil(BooleanSupplier done, Duration limit) {
        while (!done.getAsBoolean()) {
            Event next = queue.peek();
            if (next == null || next.at > limit.toNanos()) {
                return false;
            }
            queue.poll();
            if (next.cancelled) {
                continue;
            }
            nowNanos = next.at;
            executed++;
            next.task.run();
            afterEach.run();
        }
        return true;
    }

    /** When the next event is due; empty if there is none. */
    public Optional<Duration> next() {
        while (!queue.isEmpty() && queue.peek().cancelled) {
            queue.poll();
        }
        return Optional.ofNullable(queue.peek()).map(event -> Duration.ofNanos(event.at));
    }

    /** Runs all events of the next {@code duration} and moves the clock to its end. */
    public void advance(Duration duration) {
        Duration end = elapsed().plus(duration);
        runUntil(() -> false, end);
        nowNanos = end.toNanos();
    }

    private static final class Event implements Comparable<Event>, Timer {
        private final long at;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        Event(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }
}
