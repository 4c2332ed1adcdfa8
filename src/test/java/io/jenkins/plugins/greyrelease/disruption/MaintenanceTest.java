package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private final Rig rig = new Rig(7, "gd9").app("cart", 6).settled();
    private final DrainRig drain = new DrainRig(rig);

    @Test
    void drainsRoundByRoundAndLeavesNothingBehind() {
        MaintenanceResult result = drain.run(drain.maintenance(2, "gd9-node-1", "gd9-node-2", "gd9-node-4"));
        assertThat(result.reason()).isEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(drain.worked).isEqualTo(result.rounds());
        assertThat(drain.worked.stream().flatMap(List::stream))
                .containsExactlyInAnyOrder("gd9-node-1", "gd9-node-2", "gd9-node-4");
        assertThat(result.evicted()).isPositive();
        drain.assertNothingOfOursIsLeft();
        assertThat(drain.closed("gd9-node-1")).isFalse();
        assertThat(rig.stable("gd9", "cart").getStatus().getAvailableReplicas()).isEqualTo(6);
    }

    @Test
    @Scenario("a node that was cordoned by somebody else stays cordoned")
    void aNodeThatSomebodyElseCordonedStaysCordonedAndIsNotDrained() {
        drain.cordon("gd9-node-1", true);
        long pods = drain.podsOn("gd9-node-1");
        MaintenanceResult result = drain.run(drain.maintenance(1, "gd9-node-1", "gd9-node-2"));
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.skipped()).containsExactly("gd9-node-1");
        assertThat(drain.worked).containsExactly(List.of("gd9-node-2"));
        assertThat(drain.podsOn("gd9-node-1")).isEqualTo(pods);
        assertThat(drain.closed("gd9-node-1")).isTrue();
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    @Scenario("drain aborted in round 2")
    void abortedInRoundTwoUncordonsWhatIsOursAndLeavesTheRest() {
        drain.cordon("gd9-node-3", true);
        Maintenance maintenance = drain.maintenance(1, "gd9-node-1", "gd9-node-2", "gd9-node-3", "gd9-node-4");
        CompletableFuture<MaintenanceResult> result = maintenance.start();
        rig.until(() -> drain.worked.size() == 1);
        drain.verdict = new CompletableFuture<>();
        rig.until(() -> drain.worked.size() == 2);
        maintenance.stop("ann");
        rig.until(result::isDone);
        assertThat(result.join().outcome()).isEqualTo(Outcome.ABORTED);
        assertThat(result.join().reason()).contains("ann");
        assertThat(drain.verdict).isCancelled();
        assertThat(drain.closed(drain.worked.get(1).get(0))).isFalse();
        assertThat(drain.closed("gd9-node-3")).isTrue();
        assertThat(drain.worked).hasSize(2);
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    @Scenario("controller restarted in round 2")
    void aProcessThatDiesInRoundTwoIsFollowedByOneThatGoesOn() {
        Lifeline life = new Lifeline();
        drain.verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        drain.maintenance(life, 1, "gd9-node-1", "gd9-node-2", "gd9-node-4").start();
        rig.until(() -> drain.worked.size() == 1);
        drain.verdict = new CompletableFuture<>();
        rig.until(() -> drain.worked.size() == 2);
        life.die();
        List<String> second = drain.worked.get(1);
        drain.worked.clear();
        drain.verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        MaintenanceResult result = drain.run(drain.maintenance(1, "gd9-node-1", "gd9-node-2", "gd9-node-4"));
        assertThat(result.outcome()).isEqualTo(Outcome.DONE);
        assertThat(drain.worked).hasSize(2).startsWith(second);
        assertThat(drain.numbers).containsExactly("1/3", "2/3", "2/3", "3/3");
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    void aFailedBlockLeavesItsNodesCordonedAndIsRunAgain() {
        drain.verdict = CompletableFuture.completedFuture(new Verdict.Rejected("kernel panic"));
        int pods = (int) drain.podsOn("gd9-node-2");
        assertThat(pods).isPositive();
        MaintenanceResult result = drain.run(drain.maintenance(1, "gd9-node-2"));
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.evicted()).isEqualTo(pods);
        assertThat(result.reason()).contains("kernel panic", "stay cordoned");
        assertThat(drain.closed("gd9-node-2")).isTrue();
        drain.verdict = CompletableFuture.completedFuture(new Verdict.Passed());
        assertThat(drain.run(drain.maintenance(1, "gd9-node-2")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(drain.worked).hasSize(2);
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    void askedForTwiceTheSecondWaitsForTheFirstAndThenBeginsAnew() {
        drain.verdict = new CompletableFuture<>();
        CompletableFuture<MaintenanceResult> first =
                drain.maintenance(1, "gd9-node-2").start();
        rig.until(() -> drain.worked.size() == 1);
        CompletableFuture<MaintenanceResult> second =
                drain.maintenance(1, "gd9-node-2").start();
        rig.time.advance(Duration.ofMinutes(5));
        assertThat(second).isNotDone();
        assertThat(drain.worked).hasSize(1);
        assertThat(drain.log).anyMatch(line -> line.contains("which drains the same nodes"));
        drain.verdict.complete(new Verdict.Passed());
        rig.until(() -> first.isDone() && second.isDone());
        assertThat(first.join().outcome()).isEqualTo(Outcome.DONE);
        assertThat(second.join().outcome()).isEqualTo(Outcome.DONE);
        assertThat(drain.worked).hasSize(2);
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    void aNodeThatTheBlockMakesAnewIsNotDrainedASecondTime() {
        drain.verdict = new CompletableFuture<>();
        CompletableFuture<MaintenanceResult> result =
                drain.maintenance(1, "gd9-node-2", "gd9-node-4").start();
        rig.until(() -> drain.worked.size() == 1);
        String node = drain.worked.get(0).get(0);
        Node fresh = new NodeBuilder(drain.server.get(Kind.NODE, null, node))
                .editMetadata()
                .withUid(null)
                .withResourceVersion(null)
                .removeFromLabels(NodeMark.ID)
                .removeFromLabels(NodeMark.PHASE)
                .removeFromLabels(NodeMark.ROUND)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        drain.server.delete("somebody", Kind.NODE, null, node, DeleteOptions.BACKGROUND);
        drain.server.create("kubelet", Kind.NODE, fresh);
        drain.verdict.complete(new Verdict.Passed());
        rig.until(result::isDone);
        assertThat(result.join().outcome()).isEqualTo(Outcome.DONE);
        assertThat(drain.worked).hasSize(2).doesNotHaveDuplicates();
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    void nodesThatSomebodyCordonsFirstAreSkippedWithoutARoundOfNone() {
        rig.ports
                .get("gd9")
                .begin(Fault.always(
                        call -> call.kind().equals(Kind.NODE) && !call.write(), Fault.slow(Duration.ofSeconds(2))));
        CompletableFuture<MaintenanceResult> result =
                drain.maintenance(1, "gd9-node-2", "gd9-node-4").start();
        rig.until(() -> drain.log.stream().anyMatch(line -> line.contains("cordons")));
        String first = drain.log.stream()
                .filter(line -> line.contains("cordons"))
                .map(line -> line.replaceFirst(".* ", ""))
                .findFirst()
                .orElseThrow();
        drain.cordon(first, true);
        rig.until(result::isDone);
        assertThat(result.join().outcome()).isEqualTo(Outcome.DONE);
        assertThat(result.join().skipped()).containsExactly(first);
        assertThat(drain.worked).hasSize(1).doesNotContain(List.of(first));
        assertThat(drain.closed(first)).isTrue();
        drain.assertNothingOfOursIsLeft();
    }
}
