package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;

/**
 * A clock that is wrong.
 *
 * @param off how far its time of day is ahead
 * @param pace how fast it goes: 0.5 is half as fast as time
 */
record SkewedClock(Scheduler right, Duration off, double pace) implements Scheduler {

    @Override
    public Instant now() {
        return right.now().plus(off);
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos((long) (right.elapsed().toNanos() * pace));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return right.after(Duration.ofNanos((long) (delay.toNanos() / pace)), task);
    }

    @Override
    public void execute(Runnable task) {
        right.execute(task);
    }
}
