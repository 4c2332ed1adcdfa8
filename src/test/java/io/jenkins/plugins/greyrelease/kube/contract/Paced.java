package io.jenkins.plugins.greyrelease.kube.contract;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;

/** Another scheduler's time, passing faster: for who waits half a minute where a test does not want to. */
public record Paced(Scheduler inner, int pace) implements Scheduler {
    @Override
    public Instant now() {
        return inner.now();
    }

    @Override
    public Duration elapsed() {
        return inner.elapsed().multipliedBy(pace);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return inner.after(delay.dividedBy(pace), task);
    }

    @Override
    public void execute(Runnable task) {
        inner.execute(task);
    }
}
