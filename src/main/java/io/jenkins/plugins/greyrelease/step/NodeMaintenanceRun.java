package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.disruption.Maintenance;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceHooks;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code nodeMaintenance}: the block works on each round. After a restart it is simply run again: what was done stands on
 * the nodes.
 */
final class NodeMaintenanceRun implements ErrandRun, MaintenanceHooks {
    private final Host host;
    private final String cluster;
    private final Maintenance maintenance;

    NodeMaintenanceRun(Host host, NodeMaintenanceArgs args, FleetMember member) {
        this.host = host;
        this.cluster = member.name();
        this.maintenance = new Maintenance(args.spec(cluster), member.cluster(), host.scheduler(), host.ids(), this);
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        return maintenance
                .start()
                .thenApply(result -> new StepOutcome(status(result.outcome()), result.reason(), map(result)));
    }

    @Override
    public void stop(String by) {
        maintenance.stop(by);
    }

    @Override
    public String status() {
        return maintenance.status();
    }

    @Override
    public CompletableFuture<Verdict> work(List<String> nodes, int round, int rounds) {
        // the same after a restart, so that a run of the block that is under way is joined: how many rounds there will
        // be is
        // not
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GREY_CLUSTER", cluster);
        environment.put("GREY_NODES", String.join(" ", nodes));
        environment.put("GREY_ROUND", Integer.toString(round));
        return host.block(environment, "round " + round + "/" + rounds + " " + cluster);
    }

    @Override
    public void log(String line) {
        host.log("[" + cluster + "] " + line);
    }

    private static Status status(MaintenanceResult.Outcome outcome) {
        return switch (outcome) {
            case DONE -> Status.SUCCESS;
            case REFUSED -> Status.REFUSED;
            case FAILED -> Status.FAILURE;
            case ABORTED -> Status.ABORTED;
            case OPEN -> Status.OPEN;
        };
    }

    private Map<String, Object> map(MaintenanceResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cluster", cluster);
        map.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        map.put("rounds", result.rounds());
        map.put("skipped", result.skipped());
        map.put("evicted", result.evicted());
        map.put("reason", result.reason());
        return map;
    }
}
