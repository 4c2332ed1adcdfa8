package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters that do not answer for a while: the release stands still there, says so, and goes on by itself. */
class UnreachableTest {
    private static final String AWAY = "gd9-b";

    private final Rig rig = new Rig(91, "gd9-a", AWAY, "sh1-a").app("cart", 3).settled();

    private Release start() {
        return rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
    }

    private void ends(Release release, Outcome outcome) {
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
        String image = outcome == Outcome.RELEASED ? "cart:v2" : "cart:v1";
        rig.clusters.keySet().forEach(cluster -> rig.assertClean(cluster, "cart", image, 3));
    }

    /** For so long, and the release neither ends nor goes on to another cluster. */
    private void away(Release release, Duration length) {
        rig.ports.get(AWAY).down();
        rig.time.advance(Duration.ofMinutes(1));
        assertThat(rig.said("UNREACHABLE " + AWAY)).as(rig::tail).isTrue();
        assertThat(release.status()).contains(AWAY + ": does not answer");
        rig.time.advance(length.minusMinutes(1));
        assertThat(release.result()).isNotDone();
        rig.ports.get(AWAY).up();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30})
    @Scenario("a cluster unreachable for 1, 5 and 30 minutes in its own wave")
    void inItsOwnWaveTheReleaseWaitsForIt(int minutes) {
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + AWAY + " batch 2");
        away(release, Duration.ofMinutes(minutes));
        assertThat(rig.said("CLUSTER_STARTED sh1-a")).isFalse();
        ends(release, Outcome.RELEASED);
        assertThat(rig.said("REACHABLE " + AWAY)).isTrue();
        assertThat(rig.said("CHECK_FAILED")).isFalse();
    }

    @Test
    @Scenario("a cluster unreachable in a later wave")
    void beforeItsTurnNobodyMissesItAndInItsTurnTheReleaseWaits() {
        Release release = start();
        rig.untilSaid("CLUSTER_STARTED gd9-a");
        rig.ports.get(AWAY).down();
        rig.untilSaid("CLUSTER_DONE gd9-a");
        rig.untilSaid("UNREACHABLE " + AWAY);
        rig.time.advance(Duration.ofMinutes(20));
        assertThat(release.result()).isNotDone();
        assertThat(rig.said("BATCH_REACHED " + AWAY)).isFalse();
        rig.ports.get(AWAY).up();
        ends(release, Outcome.RELEASED);
    }

    @Test
    @Scenario("a cluster unreachable in a later wave")
    void beforeItsTurnAShortOutageIsNotEvenNoticed() {
        Release release = start();
        rig.untilSaid("CLUSTER_STARTED gd9-a");
        rig.ports.get("sh1-a").down();
        rig.untilSaid("CLUSTER_STARTED " + AWAY);
        rig.ports.get("sh1-a").up();
        ends(release, Outcome.RELEASED);
        assertThat(rig.said("UNREACHABLE")).isFalse();
    }

    @Test
    @Scenario("a cluster unreachable during rollback")
    void goingBackTheOthersDoNotWaitForIt() {
        rig.judge = batch -> {
            boolean bad = batch.places().get(0).cluster().equals("sh1-a");
            if (bad) {
                rig.ports.get(AWAY).down();
            }
            return CompletableFuture.completedFuture(bad ? new Verdict.Rejected("errors") : new Verdict.Passed());
        };
        Release release = start();
        rig.untilSaid("WROTE sh1-a delete canary");
        rig.untilSaid("HANDOVER gd9-a un-pause cart");
        rig.time.advance(Duration.ofMinutes(1));
        assertThat(rig.pods("gd9-a", "cart:v1")).isEqualTo(3);
        assertThat(rig.pods("sh1-a", "cart:v1")).isEqualTo(3);
        // the lock stays: a process that finds only these has to know that the release goes back
        assertThat(rig.said("ROLLED_BACK")).isFalse();
        assertThat(release.result()).isNotDone();
        assertThat(release.status()).contains(AWAY + ": does not answer");
        rig.time.advance(Duration.ofMinutes(30));
        assertThat(release.result()).isNotDone();
        rig.ports.get(AWAY).up();
        ends(release, Outcome.ROLLED_BACK);
    }

    @Test
    @Scenario("a cluster unreachable during rollback")
    void inTheMiddleOfItsOwnWayBackItGoesOnWhereItWas() {
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.places().get(0).cluster().equals(AWAY) && batch.batch() == 2
                        ? new Verdict.Rejected("errors")
                        : new Verdict.Passed());
        Release release = start();
        rig.untilSaid("WROTE " + AWAY + " go back: scale stable");
        away(release, Duration.ofMinutes(10));
        ends(release, Outcome.ROLLED_BACK);
    }

    @Test
    @Scenario("a cluster comes back with stale state")
    void whatTheCachesMissedIsReadBeforeAnythingIsTakenAway() {
        Release release = start();
        rig.untilSaid("BATCH_STARTED " + AWAY + " batch 2");
        // the connection is half open: nothing arrives any more, and nobody says so
        rig.ports.get(AWAY).stallWatches();
        rig.time.advance(Duration.ofMinutes(2));
        rig.ports.get(AWAY).down();
        rig.time.advance(Duration.ofMinutes(3));
        rig.ports.get(AWAY).up();
        // what the owner does now shows in none of our caches, though every call is answered
        rig.servers.get(AWAY).scale(Rig.OWNER, Kind.DEPLOYMENT, Rig.NS, "cart", 4);
        rig.time.advance(Duration.ofMinutes(3));
        rig.ports.get(AWAY).resumeWatches();
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", 3);
        rig.assertClean(AWAY, "cart", "cart:v2", 4);
        rig.assertClean("sh1-a", "cart", "cart:v2", 3);
    }
}
