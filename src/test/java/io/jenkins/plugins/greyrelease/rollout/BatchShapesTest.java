package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches of all shapes over apps of all sizes, carried out by the engine. */
class BatchShapesTest {

    @Test
    @Scenario("five batches of 20 % over three pods")
    void batchesThatRoundToNothingVanish() {
        assertThat(released(3, Rig.percent(20), Rig.percent(20), Rig.percent(20), Rig.percent(20), Rig.percent(20)))
                .containsExactly(1, 2, 3);
    }

    @Test
    @Scenario("batches 1, 4, 5 over ten pods")
    void batchesGrowToTheWholeApp() {
        assertThat(released(10, Rig.pods(1), Rig.pods(4), Rig.pods(5))).containsExactly(1, 5, 10);
    }

    @Test
    @Scenario("one batch of 1 over one pod")
    void aSinglePodIsReplacedInOneBatch() {
        assertThat(released(1, Rig.pods(1))).containsExactly(1);
    }

    @Test
    @Scenario("more batches than pods")
    void batchesBeyondTheTotalAreCutAway() {
        assertThat(released(2, Rig.pods(1), Rig.pods(1), Rig.pods(1), Rig.pods(1), Rig.rest()))
                .containsExactly(1, 2);
    }

    @Test
    @Scenario("zero replicas")
    void anAppWithoutPodsStillGetsItsNewTemplate() {
        assertThat(released(0, Rig.pods(1), Rig.rest())).containsExactly(0);
    }

    @Test
    void whatStrictRefusesChangesNothing() {
        Rig rig = new Rig(7, "gd9-a").app("cart", 3).settled();
        long before =
                rig.servers.get("gd9-a").list(Kind.REPLICA_SET, Rig.NS, null).size();
        ReleaseResult result = rig.end(
                rig.start(rig.specs("cart", Rig.pods(1), Rig.pods(4)).strict().build()));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).contains("2 too many").contains("gd9-a");
        assertThat(rig.servers.get("gd9-a").list(Kind.REPLICA_SET, Rig.NS, null))
                .hasSize((int) before);
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
    }

    /** How many canary pods there were at each check, of a release that ends well, in the Deployment it began with. */
    private static List<Integer> released(int replicas, BatchSize... batches) {
        Rig rig = new Rig(100 + replicas, "gd9-a").app("cart", replicas).settled();
        String uid = rig.stable("gd9-a", "cart").getMetadata().getUid();
        ReleaseResult result = rig.end(rig.start(
                rig.specs("cart", batches).soak(Duration.ofSeconds(30)).build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", replicas);
        assertThat(rig.stable("gd9-a", "cart").getMetadata().getUid()).isEqualTo(uid);
        assertThat(rig.stable("gd9-a", "cart")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo("cart:v2");
        return rig.checks.stream().map(b -> b.places().get(0).canaryPods()).toList();
    }
}
