package io.jenkins.plugins.greyrelease.autoscale.live;

import io.jenkins.plugins.greyrelease.autoscale.live.Autoscaler.Surroundings;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.LeaseKeeper;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Scales all apps of a configuration in all their clusters.
 *
 * <p>Threads: thread-safe; the log is written to from the scheduler's threads.
 */
public final class AutoscaleService {
    private final List<Autoscaler> autoscalers = new ArrayList<>();

    /**
     * Begins nothing before {@link #start}.
     *
     * @param ids names this process in leases
     * @param queries answers the policies that are queries
     * @param log hears every decision, one line each
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming every app whose clusters are unknown, or
     *     not open to its namespace
     */
    public AutoscaleService(
            AutoscaleConfig config, Fleet fleet, Scheduler scheduler, Ids ids, Queries queries, Consumer<String> log) {
        String holder = "grey-autoscale-" + ids.next(10);
        Surroundings around = new Surroundings(
                scheduler,
                (cluster, app, serial) -> new LeaseKeeper(
                        new LeaseKeeper.Place(cluster, app.namespace(), "grey-autoscale-" + app.app(), holder),
                        scheduler,
                        ids,
                        serial),
                queries,
                log);
        Problems problems = new Problems();
        for (AutoscaledApp app : config.apps()) {
            for (FleetMember member : fleet.select(app.clusters())) {
                if (member.allows(app.namespace())) {
                    autoscalers.add(new Autoscaler(around, member.cluster(), app, config.every()));
                } else {
                    problems.add(app.key() + ": cluster " + member.name() + " is not open to its namespace");
                }
            }
        }
        problems.throwIfAny("autoscale");
    }

    /** Begins, everywhere. */
    public void start() {
        autoscalers.forEach(Autoscaler::start);
    }

    /** Ends; the answer comes when all leases are given up, and never fails. */
    public CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(
                autoscalers.stream().map(Autoscaler::stop).toArray(CompletableFuture<?>[]::new));
    }

    /** A line for each app and cluster: what would be done now. Changes nothing, needs no lease, and never fails. */
    public CompletableFuture<List<String>> preview() {
        List<CompletableFuture<String>> lines =
                autoscalers.stream().map(Autoscaler::preview).toList();
        return CompletableFuture.allOf(lines.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> lines.stream().map(CompletableFuture::join).toList());
    }
}
