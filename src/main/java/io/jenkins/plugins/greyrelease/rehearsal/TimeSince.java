package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** The same time with another origin: what a user means by "at 2 minutes" counts from the pipeline's start. */
record TimeSince(Scheduler time, Duration origin) implements Scheduler {

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public Duration elapsed() {
        return time.elapsed().minus(origin);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return time.after(delay, task);
    }

    @Override
    public void execute(Runnable task) {
        time.execute(task);
    }
}
