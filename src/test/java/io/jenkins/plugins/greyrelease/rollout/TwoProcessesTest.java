package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that die, come back, or run beside each other over the same clusters. */
class TwoProcessesTest {

    private final Rig rig = new Rig(60, "gd9-a", "gd9-b").app("cart", 3).settled();
    private final ReleaseSpec spec = rig.specs("cart", Rig.pods(1), Rig.rest()).build();
    /** The ways of the first process to the clusters. */
    private final Map<String, FaultyCluster> lines = new LinkedHashMap<>();

    private Release first() {
        rig.judge = batch -> {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            rig.time.after(Duration.ofSeconds(20), () -> verdict.complete(new Verdict.Passed()));
            return verdict;
        };
        rig.servers.keySet().forEach(name -> lines.put(name, rig.port(name)));
        return rig.rollouts(rig.time, lines::get).start(spec, rig, IfBusy.REFUSE);
    }

    private void ends(Release release, Outcome outcome, String image) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
        rig.assertClean("gd9-a", "cart", image, 3);
        rig.assertClean("gd9-b", "cart", image, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(batch 1)",
                "BATCH_REACHED gd9-a batch 1",
                "(batch 2)",
                "pause cart for the hand-over",
                "CLUSTER_DONE gd9-a"
            })
    void whoLosesItsConnectionIsSucceededAndWritesNoMoreWhenItComesBack(String moment) {
        Release first = first();
        rig.untilSaid(moment);
        lines.values().forEach(FaultyCluster::down);
        Release second = rig.start(spec);
        rig.time.advance(Duration.ofSeconds(45));
        lines.values().forEach(FaultyCluster::up);
        ends(second, Outcome.RELEASED, "cart:v2");
        ReleaseResult given = rig.end(first);
        assertThat(given.outcome()).as(rig::tail).isIn(Outcome.OPEN, Outcome.RELEASED);
        if (given.outcome() == Outcome.OPEN) {
            // its lease told it, or the epoch of the one that took over: whichever it sees first
            assertThat(given.reason()).contains("another process drives").containsAnyOf("test/", "epoch 2, ours is 1");
        }
        assertThat(second.id()).isEqualTo(first.id());
    }

    @Test
    @Scenario("two controllers that release the same app")
    void aSecondProcessWithTheSameReleaseWaitsForTheFirst() {
        Release first = first();
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        Release second = rig.start(spec);
        rig.time.advance(Duration.ofSeconds(40));
        assertThat(second.status()).contains("waiting until test/");
        assertThat(rig.end(first).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        ends(second, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("two controllers that release the same app")
    void aSecondProcessWithAnotherVersionIsRefused() {
        Release first = first();
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        ReleaseResult refused = rig.end(rig.start(
                rig.specs("cart", Rig.pods(1), Rig.rest()).image("cart:v3").build()));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason()).contains("release " + first.id() + " of cart is under way");
        ends(first, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("two controllers that release the same app")
    void ofTwoThatBeginAtTheSameMomentOneReleases() {
        Release first = first();
        Release second = rig.start(spec);
        assertThat(rig.end(first).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        ends(second, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("two controllers that release the same app")
    void ofTwoVersionsThatBeginAtTheSameMomentOneIsReleasedAndTheOtherOverwritesNothing() {
        Release first = first();
        Release second = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.rest()).image("cart:v3").build());
        rig.untilSaid("before its turn; the release would undo that");
        boolean firstWon = first.result().isDone();
        Release late = firstWon ? second : first;
        assertThat(rig.end(firstWon ? first : second).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(late.result()).isNotDone();
        late.command(Release.Command.ROLL_BACK_NOW, "alice");
        ends(late, Outcome.ROLLED_BACK, firstWon ? "cart:v2" : "cart:v3");
    }

    @Test
    void aTemplateThatItsOwnerChangesBeforeTheClustersTurnIsNotOverwritten() {
        Release release = first();
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        rig.edit("gd9-b", "cart", d -> d.editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("cart:hotfix")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        rig.untilSaid("PAUSED gd9-b somebody changed the pod template");
        rig.time.advance(Duration.ofMinutes(10));
        release.command(Release.Command.ROLL_BACK_NOW, "alice");
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
        rig.assertClean("gd9-b", "cart", "cart:hotfix", 3);
    }

    @Test
    @Scenario("lease stolen")
    void whoseLeaseIsStolenStopsAndSaysWhoHasIt() {
        Release first = first();
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        rig.servers
                .get("gd9-a")
                .update(
                        "thief",
                        Kind.LEASE,
                        new LeaseBuilder(rig.leases("gd9-a").get(0))
                                .editSpec()
                                .withHolderIdentity("thief")
                                .endSpec()
                                .build());
        ReleaseResult open = rig.end(first);
        assertThat(open.outcome()).isEqualTo(Outcome.OPEN);
        assertThat(open.reason()).contains("thief").contains("run it again");
        ends(rig.start(spec), Outcome.RELEASED, "cart:v2");
    }

    @Test
    void aLeaseThatSomebodyDeletedIsMadeAgainAndTheReleaseGoesOn() {
        Release first = first();
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        rig.servers.get("gd9-a").delete("somebody", Kind.LEASE, Rig.NS, "grey-release-cart", DeleteOptions.BACKGROUND);
        ends(first, Outcome.RELEASED, "cart:v2");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    @Scenario("clock of the controller an hour wrong")
    void aControllerWhoseClockIsAnHourWrongReleasesAndIsSucceeded(long seconds) {
        SkewedClock wrong = new SkewedClock(rig.time, Duration.ofSeconds(seconds), 1);
        Lifeline life = new Lifeline();
        rig.rollouts(life.scheduler(wrong), name -> life.cluster(rig.ports.get(name)))
                .start(spec, rig, IfBusy.REFUSE);
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        life.die();
        Duration died = rig.time.elapsed();
        Release second = rig.again(spec);
        rig.untilSaid("raise the epoch");
        assertThat(rig.time.elapsed().minus(died)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        ends(second, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("lease holder with a slow clock")
    void aHolderWithASlowClockIsSucceededAndOverwritesNothing() {
        rig.judge = batch -> {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            rig.time.after(Duration.ofMinutes(2), () -> verdict.complete(new Verdict.Passed()));
            return verdict;
        };
        // renews every 40 s and thinks it were 10
        SkewedClock slow = new SkewedClock(rig.time, Duration.ZERO, 0.25);
        Release first = rig.rollouts(slow, rig.ports::get).start(spec, rig, IfBusy.REFUSE);
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        Release second = rig.start(spec);
        ReleaseResult open = rig.end(first);
        assertThat(open.outcome()).as(rig::tail).isEqualTo(Outcome.OPEN);
        assertThat(open.reason()).contains("another process drives");
        ends(second, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("killed twice in a row")
    void aReleaseWhoseProcessIsKilledTwiceInARowEndsAllTheSame() {
        for (int delay : new int[] {0, 1, 20, 31, 33}) {
            Rig again = new Rig(80 + delay, "gd9-a", "gd9-b").app("cart", 3).settled();
            ReleaseSpec same = again.specs("cart", Rig.pods(1), Rig.rest()).build();
            Lifeline one = new Lifeline();
            again.rollouts(one).start(same, again, IfBusy.REFUSE);
            again.untilSaid("(batch 2)");
            one.die();
            Lifeline two = new Lifeline();
            again.rollouts(two).start(same, again, IfBusy.REFUSE);
            again.time.advance(Duration.ofSeconds(delay));
            two.die();
            assertThat(again.end(again.again(same)).outcome()).as(again::tail).isEqualTo(Outcome.RELEASED);
            again.settled();
            again.assertClean("gd9-a", "cart", "cart:v2", 3);
            again.assertClean("gd9-b", "cart", "cart:v2", 3);
        }
    }

    @Test
    @Scenario("killed while the block runs")
    void aCheckThatWasRunningWhenTheProcessWasKilledIsAskedAgain() {
        Lifeline life = new Lifeline();
        rig.judge = batch -> new CompletableFuture<>();
        rig.rollouts(life).start(spec, rig, IfBusy.REFUSE);
        rig.until(() -> rig.checks.size() == 1);
        rig.time.advance(Duration.ofMinutes(1));
        life.die();
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        ends(rig.again(spec), Outcome.RELEASED, "cart:v2");
        assertThat(rig.checks).hasSize(5);
        assertThat(rig.checks.get(1)).isEqualTo(rig.checks.get(0));
    }
}
