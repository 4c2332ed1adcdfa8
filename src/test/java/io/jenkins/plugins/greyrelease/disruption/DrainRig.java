package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A cluster {@code gd9} of six nodes in three racks with the app {@code cart}, and maintenances of it. */
final class DrainRig implements MaintenanceHooks {
    final Rig rig;
    final ApiServer server;
    final List<String> log = new ArrayList<>();
    final List<List<String>> worked = new ArrayList<>();
    /** {@code round/rounds} of what was worked on. */
    final List<String> numbers = new ArrayList<>();
    /** How the block ends from now on. */
    CompletableFuture<Verdict> verdict = CompletableFuture.completedFuture(new Verdict.Passed());

    Duration drainTimeout = Duration.ofMinutes(15);
    boolean dropData;

    DrainRig(Rig rig) {
        this.rig = rig;
        this.server = rig.servers.get("gd9");
    }

    @Override
    public CompletableFuture<Verdict> work(List<String> nodes, int round, int rounds) {
        worked.add(nodes);
        numbers.add(round + "/" + rounds);
        nodes.forEach(node -> assertThat(podsOn(node)).isZero());
        return verdict;
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    Maintenance maintenance(int maxParallel, String... nodes) {
        return maintenance(new Lifeline(), maxParallel, nodes);
    }

    Maintenance maintenance(Lifeline life, int maxParallel, String... nodes) {
        MaintenanceSpec spec = new MaintenanceSpec("gd9", List.of(nodes), maxParallel, drainTimeout, dropData);
        return new Maintenance(spec, life.cluster(rig.ports.get("gd9")), life.scheduler(rig.time), rig.ids(), this);
    }

    MaintenanceResult run(Maintenance maintenance) {
        CompletableFuture<MaintenanceResult> result = maintenance.start();
        rig.until(result::isDone);
        return result.join();
    }

    /** Pods there that a drain has to do with. */
    long podsOn(String node) {
        return server.list(Kind.POD, null, null).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()) && DrainedPods.moves(pod))
                .count();
    }

    /** Somebody else does it. */
    void cordon(String node, boolean closed) {
        server.update(
                "somebody",
                Kind.NODE,
                new NodeBuilder(server.get(Kind.NODE, null, node))
                        .editSpec()
                        .withUnschedulable(closed ? Boolean.TRUE : null)
                        .endSpec()
                        .build());
    }

    boolean closed(String node) {
        return NodeMark.cordoned(server.get(Kind.NODE, null, node));
    }

    void assertNothingOfOursIsLeft() {
        assertThat(server.list(Kind.NODE, null, null))
                .noneMatch(each -> NodeMark.on(each).isPresent());
        assertThat(server.list(Kind.LEASE, null, null)).isEmpty();
        assertThat(rig.stable("gd9", "cart").getMetadata().getLabels().keySet())
                .noneMatch(label -> label.startsWith("grey-release/"));
    }
}
