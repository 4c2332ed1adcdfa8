package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Clusters that are watched at full size for a while before the old version goes.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Soaks {
    private final Scheduler scheduler;
    private final Executor serial;
    private final Map<String, Scheduler.Timer> timers = new TreeMap<>();

    Soaks(Scheduler scheduler, Executor serial) {
        this.scheduler = scheduler;
        this.serial = serial;
    }

    /**
     * Begins to watch a cluster.
     *
     * @return whether it was not being watched, or had been, before
     */
    boolean begin(String cluster, Duration length, Runnable over) {
        if (timers.containsKey(cluster)) {
            return false;
        }
        timers.put(cluster, scheduler.after(length, () -> serial.execute(over)));
        return true;
    }

    /** Nothing will be over any more. */
    void cancel() {
        timers.values().forEach(Scheduler.Timer::cancel);
    }
}
