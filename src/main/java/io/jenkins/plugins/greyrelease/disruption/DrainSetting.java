package io.jenkins.plugins.greyrelease.disruption;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What surrounds the parts of one maintenance.
 *
 * @param id of the maintenance
 * @param serial the maintenance's own executor
 * @param lease nothing is written without it
 * @param logger takes lines for people
 * @param look decides what is next; to be run on {@code serial}
 */
record DrainSetting(
        String id,
        Cluster cluster,
        Scheduler scheduler,
        Ids ids,
        Executor serial,
        DrainLease lease,
        Consumer<String> logger,
        Runnable look) {

    Duration elapsed() {
        return scheduler.elapsed();
    }

    void log(String line) {
        logger.accept(line);
    }

    void lookAfter(Duration delay) {
        scheduler.after(delay, () -> serial.execute(look));
    }
}
