package io.jenkins.plugins.greyrelease.disruption;

import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a maintenance asks of and tells its surroundings. Calls come one at a time and must not block. */
public interface MaintenanceHooks {

    /**
     * Works on nodes that are drained.
     *
     * @param nodes sorted: a process that goes on after another asks for the same nodes in the same order
     * @param round from 1, counted over all processes
     * @param rounds how many there will be, as planned now
     * @return how it ended; cancelled when the maintenance is stopped
     */
    CompletableFuture<Verdict> work(List<String> nodes, int round, int rounds);

    /** A line for people. */
    void log(String line);
}
