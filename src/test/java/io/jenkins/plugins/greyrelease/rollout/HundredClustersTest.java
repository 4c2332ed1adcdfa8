package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One release over as many clusters as anybody has. */
class HundredClustersTest {
    private static final int CLUSTERS = 100;
    private static final int PODS = 2;

    private final Rig rig = new Rig(
                    100,
                    new Simulate(1, 1, "64", "256Gi"),
                    IntStream.range(0, CLUSTERS).mapToObj(i -> "c" + i).toArray(String[]::new))
            .app("cart", PODS)
            .settled();

    @Test
    @Scenario("100 clusters")
    void oneAfterTheOtherTenAtATime() {
        ReleaseResult result = rig.end(rig.start(
                rig.specs("cart", Rig.pods(1), Rig.rest()).maxParallel(10).build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.checks).hasSize(2 * CLUSTERS);
        all(result, Ended.NEW, "cart:v2");
    }

    @Test
    @Scenario("100 clusters")
    void allInEachBatch() {
        ReleaseResult result = rig.end(rig.start(rig.specs("cart", Rig.percent(30), Rig.rest())
                .spread(Spread.EVEN)
                .build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.checks).hasSize(2);
        all(result, Ended.NEW, "cart:v2");
    }

    @Test
    @Scenario("100 clusters")
    void allOfThemGoBackWhenTheLastOnesCheckFails() {
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.places().get(0).cluster().equals("c99")
                        ? new Verdict.Rejected("5 % of the requests fail")
                        : new Verdict.Passed());
        ReleaseResult result = rig.end(rig.start(
                rig.specs("cart", Rig.pods(1), Rig.rest()).maxParallel(25).build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        all(result, Ended.OLD, "cart:v1");
    }

    private void all(ReleaseResult result, Ended ended, String image) {
        assertThat(result.clusters()).hasSize(CLUSTERS).allMatch(each -> each.ended() == ended);
        rig.clusters.keySet().forEach(cluster -> rig.assertClean(cluster, "cart", image, PODS));
    }
}
