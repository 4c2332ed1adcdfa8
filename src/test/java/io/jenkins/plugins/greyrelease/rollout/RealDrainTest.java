package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.disruption.Maintenance;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceHooks;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceSpec;
import io.jenkins.plugins.greyrelease.disruption.NodeMark;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes of a real control plane are drained while an app on them is released, in real time. */
@OnRealClusters
class RealDrainTest {
    private final RealClusters real = new RealClusters();
    private final RealFrontend frontend = new RealFrontend(real, "drain");
    private final String name = real.names().get(0);
    private final Cluster cluster = real.cluster(name);
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> podsLeft = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        frontend.close();
        real.close();
    }

    private List<Pod> pods() {
        return RealClusters.answer(cluster.list(Kind.POD, frontend.namespace(), null))
                .items();
    }

    private List<Node> nodes() {
        return RealClusters.answer(cluster.list(Kind.NODE, null, null)).items();
    }

    private void cordon(String node, boolean closed) {
        Node changed = new NodeBuilder(RealClusters.answer(cluster.get(Kind.NODE, null, node)))
                .editSpec()
                .withUnschedulable(closed ? Boolean.TRUE : null)
                .endSpec()
                .build();
        RealClusters.answer(cluster.update(Kind.NODE, changed, WriteOptions.FOR_REAL));
    }

    private static boolean cordoned(Node node) {
        return Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    private CompletableFuture<MaintenanceResult> drain(List<String> nodes) {
        MaintenanceSpec spec = new MaintenanceSpec(name, nodes, 1, Duration.ofMinutes(5), true);
        return new Maintenance(spec, cluster, real.scheduler(), new RandomIds(), new Hooks()).start();
    }

    @Test
    void nodesAreDrainedBesideAReleaseAndAnothersCordonStays() {
        RealApp app = frontend.in(name);
        List<String> nodes = pods().stream()
                .map(pod -> pod.getSpec().getNodeName())
                .distinct()
                .toList();
        List<String> drained = nodes.subList(0, 2);
        String foreign = nodes().stream()
                .map(node -> node.getMetadata().getName())
                .filter(node -> !drained.contains(node))
                .findFirst()
                .orElseThrow();
        cordon(foreign, true);
        try {
            Fleet fleet = real.client().fleet();
            Release release = new Rollouts(() -> fleet, real.scheduler(), new RandomIds(), "real-drain-test")
                    .start(frontend.spec(List.of(name)).build(), new Hooks(), Releases.IfBusy.REFUSE);
            CompletableFuture<MaintenanceResult> result = drain(List.of(drained.get(0), drained.get(1), foreign));
            real.until(
                    "the end of both", () -> result.isDone() && release.result().isDone(), Duration.ofMinutes(10));
            String told = String.join("\n", lines) + "\n" + result.join();
            assertThat(result.join().outcome()).as(told).isEqualTo(MaintenanceResult.Outcome.DONE);
            assertThat(result.join().evicted()).as(told).isPositive();
            assertThat(result.join().skipped()).containsExactly(foreign);
            assertThat(podsLeft).hasSize(2).containsOnly(0L);
            assertThat(release.result().join().outcome()).isEqualTo(ReleaseResult.Outcome.RELEASED);
            app.assertEndedOn(RealFrontend.NEW);
            assertThat(nodes()).noneMatch(node -> NodeMark.on(node).isPresent());
            assertThat(nodes().stream().filter(RealDrainTest::cordoned).map(node -> node.getMetadata()
                            .getName()))
                    .containsExactly(foreign);
        } finally {
            cordon(foreign, false);
        }
    }

    /** Counts what is left on the nodes that it is asked to work on. */
    private final class Hooks implements MaintenanceHooks, ReleaseHooks {
        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            return CompletableFuture.completedFuture(new Verdict.Passed());
        }

        @Override
        public void event(ReleaseEvent event) {
            lines.add(event.kind() + " " + event.text());
        }

        @Override
        public CompletableFuture<Verdict> work(List<String> nodes, int round, int rounds) {
            return cluster.list(Kind.POD, frontend.namespace(), null).thenApply(pods -> {
                podsLeft.add(pods.items().stream()
                        .filter(pod -> nodes.contains(pod.getSpec().getNodeName()))
                        .count());
                return new Verdict.Passed();
            });
        }

        @Override
        public void log(String line) {
            lines.add(line);
        }
    }
}
