package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One look for news that comes together: a pod that gets ready is followed by its ReplicaSet, its Deployment and its
 * endpoints within some 20 ms. Nobody waits for these milliseconds, and a thousand releases look a quarter as often.
 *
 * <p>Threads: may be run on any; the look runs on the executor.
 */
final class Gathering implements Runnable {
    private static final Duration WINDOW = Duration.ofMillis(25);

    private final Scheduler scheduler;
    private final Executor executor;
    private final Runnable look;
    private final AtomicBoolean waiting = new AtomicBoolean();

    Gathering(Scheduler scheduler, Executor executor, Runnable look) {
        this.scheduler = scheduler;
        this.executor = executor;
        this.look = look;
    }

    /** There is news: what comes before the look begins shares it. */
    @Override
    public void run() {
        if (waiting.compareAndSet(false, true)) {
            scheduler.after(WINDOW, () -> executor.execute(this::lookNow));
        }
    }

    private void lookNow() {
        waiting.set(false);
        look.run();
    }
}
