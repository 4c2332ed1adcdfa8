package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NodeMaintenanceTest {
    private static final Map<String, Object> TWO =
            Map.of("cluster", "gd9", "nodes", List.of("gd9-node-4", "gd9-node-1"), "maxParallel", 2);

    private final Rig rig = new Rig(3, "gd9").app("cart", 4).settled();

    private FakeHost host(Lifeline life) {
        FakeHost host = new FakeHost(rig.fleet(life), life.scheduler(rig.time));
        host.verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        return host;
    }

    private static ErrandWork work(FakeHost host, Map<String, Object> given) {
        return new ErrandWork(NodeMaintenanceArgs.from(given), host, ErrandWork.Rules.NONE);
    }

    private StepOutcome run(FakeHost host, Map<String, Object> given) {
        CompletableFuture<StepOutcome> outcome = work(host, given).start();
        rig.until(outcome::isDone);
        return outcome.join();
    }

    @Test
    void theBlockSeesItsNodesAndTheStepReturnsWhatWasDone() {
        FakeHost host = host(new Lifeline());
        StepOutcome outcome = run(host, TWO);
        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(host.blocks)
                .containsExactly("round 1/1 gd9 {GREY_CLUSTER=gd9, GREY_NODES=gd9-node-1 gd9-node-4, GREY_ROUND=1}");
        assertThat(outcome.result())
                .containsEntry("outcome", "done")
                .containsEntry("rounds", List.of(List.of("gd9-node-1", "gd9-node-4")))
                .containsEntry("skipped", List.of())
                .containsKeys("cluster", "evicted", "reason");
    }

    /** A run of the block that is under way is joined only if it is asked for in the same words. */
    @Test
    void afterARestartTheSameBlockIsAskedForInTheSameWords() {
        Lifeline life = new Lifeline();
        FakeHost before = host(life);
        before.verdict = new CompletableFuture<>();
        Map<String, Object> three =
                Map.of("cluster", "gd9", "nodes", List.of("gd9-node-1", "gd9-node-2", "gd9-node-4"), "maxParallel", 2);
        work(before, three).start();
        rig.until(() -> before.blocks.size() == 1);
        life.die();
        FakeHost after = host(new Lifeline());
        assertThat(run(after, three).status()).isEqualTo(Status.SUCCESS);
        assertThat(after.blocks).hasSize(2);
        assertThat(after.blocks.get(0)).isEqualTo(before.blocks.get(0));
    }

    @Test
    void aFailedBlockFailsTheStep() {
        FakeHost host = host(new Lifeline());
        host.verdict = CompletableFuture.completedFuture(new Verdict.Rejected("no kernel"));
        StepOutcome outcome = run(host, TWO);
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("no kernel", "stay cordoned");
    }

    @Test
    void everythingThatIsWrongWithTheArgumentsIsSaidAtOnce() {
        assertThatThrownBy(() -> NodeMaintenanceArgs.from(
                        Map.of("nodes", "a b", "maxParallel", 0, "drainTimeout", "0", "emptyDir", "keep")))
                .hasMessageContaining("cluster: is missing")
                .hasMessageContaining("nodes: 'a b': must be names of nodes, or labels")
                .hasMessageContaining("maxParallel: 0")
                .hasMessageContaining("drainTimeout")
                .hasMessageContaining("emptyDir: 'keep'");
        NodeMaintenanceArgs args = NodeMaintenanceArgs.from(Map.of("cluster", "gd9", "nodes", "pool=blue,zone=a"));
        assertThat(args.maxParallel()).isEqualTo(1);
        assertThat(args.drainTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(args.dropData()).isFalse();
    }

    @Test
    void itWorksOnOneClusterWhoseNamespacesAreAllOpen() {
        FleetMember open = rig.fleet(new Lifeline()).members().get(0);
        ClusterSpec narrow = new ClusterSpec(
                "nh",
                "",
                new TreeMap<>(),
                List.of("shop"),
                Optional.empty(),
                open.spec().simulate());
        Fleet fleet = new Fleet(List.of(open, new FleetMember(narrow, open.cluster())));
        FakeHost host = new FakeHost(fleet, rig.time);
        StepOutcome refused = run(host, Map.of("cluster", "nh", "nodes", "gd9-node-1"));
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(refused.message()).contains("nh is open to namespaces [shop] only");
    }
}
