package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.disruption.Maintenance;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceHooks;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A release and a drain of the same app at the same time: one budget. */
class ReleaseAndDrainTest {
    private static final List<String> NODES = List.of("gd9-node-1", "gd9-node-2");

    private static Maintenance drain(Rig rig, Lifeline life) {
        MaintenanceSpec spec = new MaintenanceSpec("gd9", NODES, 2, Duration.ofMinutes(50), false);
        return new Maintenance(
                spec, life.cluster(rig.ports.get("gd9")), life.scheduler(rig.time), rig.ids(), new MaintenanceHooks() {
                    @Override
                    public CompletableFuture<ReleaseHooks.Verdict> work(List<String> nodes, int round, int rounds) {
                        return CompletableFuture.completedFuture(new ReleaseHooks.Verdict.Passed());
                    }

                    @Override
                    public void log(String line) {
                        rig.log.add(rig.time.elapsed().toMillis() + " DRAIN - " + line);
                    }
                });
    }

    private static Rig rig(long seed, int replicas, String maxUnavailable) {
        Rig rig = new Rig(seed, "gd9").app("cart", replicas);
        rig.maxUnavailable = maxUnavailable;
        return rig.settled();
    }

    @Test
    @Scenario("a node drained in the middle of a batch")
    void aNodeIsDrainedInTheMiddleOfABatchWithinWhatTheReleaseLeaves() {
        Rig rig = rig(3, 10, "1");
        Release release = rig.start(
                rig.specs("cart", Rig.pods(4), Rig.rest()).maxUnavailable("1").build());
        rig.untilSaid("(batch 1)");
        CompletableFuture<MaintenanceResult> drained =
                drain(rig, new Lifeline()).start();
        assertThat(rig.end(release).outcome()).isEqualTo(ReleaseResult.Outcome.RELEASED);
        rig.until(drained::isDone);
        assertThat(drained.join().outcome()).as(rig::tail).isEqualTo(MaintenanceResult.Outcome.DONE);
        assertThat(drained.join().evicted()).isPositive();
        rig.time.advance(Duration.ofMinutes(1));
        rig.assertClean("gd9", "cart", "cart:v2", 10);
    }

    @Property(tries = 12)
    void neitherTakesWhatTheOtherHasTakenWhoeverDiesWhen(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String maxUnavailable = String.valueOf(random.nextInt(3));
        int replicas = 4 + random.nextInt(5);
        Rig rig = rig(random.nextLong(), replicas, maxUnavailable);
        ReleaseSpec spec = rig.specs("cart", Rig.pods(1 + random.nextInt(3)), Rig.rest())
                .maxUnavailable(maxUnavailable)
                .build();
        Release release = rig.start(spec);
        rig.time.advance(Duration.ofMillis(random.nextInt(20_000)));
        Lifeline life = new Lifeline();
        life.dieAt(
                Fault.WRITES,
                1 + random.nextInt(12),
                random.nextBoolean() ? Lifeline.Moment.BEFORE : Lifeline.Moment.AFTER);
        CompletableFuture<MaintenanceResult> first = drain(rig, life).start();
        rig.until(() -> first.isDone() || !life.alive());
        if (!first.isDone() || !first.join().outcome().equals(MaintenanceResult.Outcome.DONE)) {
            if (random.nextBoolean()) {
                rig.time.advance(Duration.ofMillis(random.nextInt(5_000)));
            }
            CompletableFuture<MaintenanceResult> second =
                    drain(rig, new Lifeline()).start();
            rig.until(second::isDone);
            assertThat(second.join().outcome()).as(rig::tail).isEqualTo(MaintenanceResult.Outcome.DONE);
        }
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(ReleaseResult.Outcome.RELEASED);
        rig.time.advance(Duration.ofMinutes(1));
        rig.assertClean("gd9", "cart", "cart:v2", replicas);
    }

    /** The canary's Deployment is gone and stable has not adopted its ReplicaSet yet. */
    @Test
    void podsBetweenTwoOwnersAreNotTaken() {
        neitherTakesWhatTheOtherHasTakenWhoeverDiesWhen(1566);
    }

    @Test
    void aClaimThatNobodyMovesIsTakenOffByTheReleaseAfterAWhile() {
        Rig rig = rig(5, 4, "0");
        Deployment stable = rig.stable("gd9", "cart");
        rig.servers.get("gd9").update(Rig.OWNER, Kind.DEPLOYMENT, new Claim(2, "m1234").put(stable));
        ReleaseSpec spec = rig.specs("cart", Rig.pods(1), Rig.rest()).build();
        Duration begun = rig.time.elapsed();
        Release release = rig.start(spec);
        assertThat(rig.end(release).outcome()).isEqualTo(ReleaseResult.Outcome.RELEASED);
        assertThat(rig.time.elapsed().minus(begun)).isGreaterThan(Claim.STALE);
        assertThat(rig.said("maintenance m1234")).as(rig::tail).isTrue();
        rig.assertClean("gd9", "cart", "cart:v2", 4);
    }

    @Test
    void countsWhatBothSidesHaveLessWhatTheReleaseMustKeep() {
        Rig rig = rig(9, 10, "1");
        CompletableFuture<Slack.Sides> read =
                SlackReading.of(rig.ports.get("gd9"), Rig.NS, "cart").thenApply(found -> found.orElseThrow());
        rig.until(read::isDone);
        Slack.Sides sides = read.join();
        assertThat(Slack.of(sides, 5, "me").pods()).isEqualTo(5);
        Deployment claimed = new Claim(3, "other").put(sides.stable());
        Slack.Sides withClaim =
                new Slack.Sides(claimed, sides.canary(), sides.replicaSets(), sides.pods(), sides.serving());
        assertThat(Slack.of(withClaim, 5, "me").pods()).isEqualTo(2);
        assertThat(Slack.of(withClaim, 5, "other").pods()).isEqualTo(5);
    }
}
