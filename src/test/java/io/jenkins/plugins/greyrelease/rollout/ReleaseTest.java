package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whole releases on simulated clusters. */
class ReleaseTest {

    @Test
    void batchesGoClusterByClusterAndEndInTheDeploymentTheyBeganWith() {
        Rig rig = new Rig(1, "gd9-a", "gd9-b").app("cart", 10).settled();
        String uid = rig.servers
                .get("gd9-a")
                .get(Kind.DEPLOYMENT, Rig.NS, "cart")
                .getMetadata()
                .getUid();
        Release release = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.pods(4), Rig.pods(5)).build());
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.checks).hasSize(6);
        assertThat(rig.checks.get(1).places())
                .containsExactly(new BatchReport.Place(
                        "gd9-a",
                        "cart-" + release.id(),
                        "cart",
                        rig.checks.get(1).places().get(0).selector(),
                        5,
                        5));
        assertThat(rig.checks.get(0).places().get(0).selector()).matches("app=cart,pod-template-hash=\\w+");
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", 10);
        rig.assertClean("gd9-b", "cart", "cart:v2", 10);
        assertThat(rig.servers
                        .get("gd9-a")
                        .get(Kind.DEPLOYMENT, Rig.NS, "cart")
                        .getMetadata()
                        .getUid())
                .isEqualTo(uid);
    }

    @Test
    void aRejectedCheckInTheSecondClusterTakesTheFirstBackToo() {
        Rig rig = new Rig(2, "gd9-a", "gd9-b").app("cart", 4).settled();
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.places().get(0).cluster().equals("gd9-b")
                        ? new Verdict.Rejected("errors")
                        : new Verdict.Passed());
        ReleaseResult result =
                rig.end(rig.start(rig.specs("cart", Rig.pods(1), Rig.pods(3)).build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.clusters()).allMatch(c -> c.ended() == Ended.OLD);
        assertThat(result.reason()).contains("gd9-b").contains("errors");
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 4);
        rig.assertClean("gd9-b", "cart", "cart:v1", 4);
    }
}
