package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private final Rig rig = new Rig(7, "gd9").app("cart", 6).settled();
    private final ApiServer server = rig.servers.get("gd9");
    private final List<String> log = new ArrayList<>();
    private final List<List<String>> worked = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();
    private CompletableFuture<Verdict> verdict = CompletableFuture.completedFuture(new Verdict.Passed());

    private Maintenance maintenance(int maxParallel, String... nodes) {
        return maintenance(new Lifeline(), maxParallel, nodes);
    }

    private Maintenance maintenance(Lifeline life, int maxParallel, String... nodes) {
        MaintenanceSpec spec = new MaintenanceSpec("gd9", List.of(nodes), maxParallel, Duration.ofMinutes(15), false);
        return new Maintenance(spec, life.cluster(rig.ports.get("gd9")), life.scheduler(rig.time), new Hooks());
    }

    /** Notes what is worked on, and answers with {@code verdict}. */
    private final class Hooks implements MaintenanceHooks {
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
    }

    private MaintenanceResult run(Maintenance maintenance) {
        CompletableFuture<MaintenanceResult> result = maintenance.start();
        rig.until(result::isDone);
        return result.join();
    }

    private long podsOn(String node) {
        return server.list(Kind.POD, null, null).stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .count();
    }

    private void cordon(String node, boolean closed) {
        server.update(
                "somebody",
                Kind.NODE,
                new NodeBuilder(server.get(Kind.NODE, null, node))
                        .editSpec()
                        .withUnschedulable(closed ? Boolean.TRUE : null)
                        .endSpec()
                        .build());
    }

    private boolean closed(String node) {
        return NodeMark.cordoned(server.get(Kind.NODE, null, node));
    }

    private void nothingOfOursIsLeft() {
        assertThat(server.list(Kind.NODE, null, null))
                .noneMatch(each -> NodeMark.on(each).isPresent());
        assertThat(rig.stable("gd9", "cart").getMetadata().getLabels().keySet())
                .noneMatch(label -> label.startsWith("grey-release/"));
    }

    @Test
    void drainsRoundByRoundAndLeavesNothingBehind() {
        MaintenanceResult result = run(maintenance(2, "gd9-node-1", "gd9-node-2", "gd9-node-4"));
        assertThat(result.reason()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(worked).isEqualTo(result.rounds());
        assertThat(worked.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("gd9-node-1", "gd9-node-2", "gd9-node-4");
        assertThat(result.evicted()).isPositive();
        nothingOfOursIsLeft();
        assertThat(closed("gd9-node-1")).isFalse();
        assertThat(rig.stable("gd9", "cart").getStatus().getAvailableReplicas()).isEqualTo(6);
    }

    @Test
    void aNodeThatSomebodyElseCordonedStaysCordonedAndIsNotDrained() {
        cordon("gd9-node-1", true);
        long pods = podsOn("gd9-node-1");
        MaintenanceResult result = run(maintenance(1, "gd9-node-1", "gd9-node-2"));
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.skipped()).containsExactly("gd9-node-1");
        assertThat(worked).containsExactly(List.of("gd9-node-2"));
        assertThat(podsOn("gd9-node-1")).isEqualTo(pods);
        assertThat(closed("gd9-node-1")).isTrue();
        nothingOfOursIsLeft();
    }

    @Test
    void abortedInRoundTwoUncordonsWhatIsOursAndLeavesTheRest() {
        cordon("gd9-node-3", true);
        Maintenance maintenance = maintenance(1, "gd9-node-1", "gd9-node-2", "gd9-node-3", "gd9-node-4");
        CompletableFuture<MaintenanceResult> result = maintenance.start();
        rig.until(() -> worked.size() == 1);
        verdict = new CompletableFuture<>();
        rig.until(() -> worked.size() == 2);
        maintenance.stop("ann");
        rig.until(result::isDone);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(result.join().reason()).contains("ann");
        assertThat(verdict).isCancelled();
        assertThat(closed(worked.get(1).get(0))).isFalse();
        assertThat(closed("gd9-node-3")).isTrue();
        assertThat(worked).hasSize(2);
        nothingOfOursIsLeft();
    }

    @Test
    void aProcessThatDiesInRoundTwoIsFollowedByOneThatGoesOn() {
        Lifeline life = new Lifeline();
        verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        maintenance(life, 1, "gd9-node-1", "gd9-node-2", "gd9-node-4").start();
        rig.until(() -> worked.size() == 1);
        verdict = new CompletableFuture<>();
        rig.until(() -> worked.size() == 2);
        life.die();
        List<String> second = worked.get(1);
        worked.clear();
        verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        MaintenanceResult result = run(maintenance(1, "gd9-node-1", "gd9-node-2", "gd9-node-4"));
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(worked).hasSize(2).startsWith(second);
        assertThat(numbers).containsExactly("1/3", "2/3", "2/3", "3/3");
        nothingOfOursIsLeft();
    }

    @Test
    void aFailedBlockLeavesItsNodesCordonedAndIsRunAgain() {
        verdict = CompletableFuture.completedFuture(new Verdict.Rejected("kernel panic"));
        MaintenanceResult result = run(maintenance(1, "gd9-node-2"));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("kernel panic", "stay cordoned");
        assertThat(closed("gd9-node-2")).isTrue();
        verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        assertThat(run(maintenance(1, "gd9-node-2")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(worked).hasSize(2);
        nothingOfOursIsLeft();
    }

    @Test
    void namesEverythingInTheWayBeforeItTouchesAnything() {
        server.create(
                "somebody",
                Kind.POD,
                new PodBuilder()
                        .withNewMetadata()
                        .withName("lonely")
                        .withNamespace(Rig.NS)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("gd9-node-2")
                        .addNewContainer()
                        .withName("c")
                        .withImage("x:1")
                        .endContainer()
                        .addNewVolume()
                        .withName("tmp")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .endSpec()
                        .build());
        server.create(
                "somebody",
                Kind.PDB,
                new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("never")
                        .withNamespace(Rig.NS)
                        .endMetadata()
                        .withNewSpec()
                        .withNewMaxUnavailable(0)
                        .withNewSelector()
                        .addToMatchLabels("app", "cart")
                        .endSelector()
                        .endSpec()
                        .build());
        rig.time.advance(Duration.ofSeconds(30));
        MaintenanceResult result = run(maintenance(1, "gd9-node-2", "gd9-node-9", "pool=blue"));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason())
                .contains("gd9-node-9")
                .contains("pool=blue")
                .contains("lonely")
                .contains("no controller")
                .contains("emptyDir");
        assertThat(podsOn("gd9-node-2") > 1 == result.reason().contains("lets no pod of shop/cart go"))
                .isTrue();
        assertThat(closed("gd9-node-2")).isFalse();
        assertThat(worked).isEmpty();
        nothingOfOursIsLeft();
    }
}
