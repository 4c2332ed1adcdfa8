package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.step.RollbackArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Releases that turn back, at every stage. */
class RollbackTest {

    private static Rig rig(long seed, int replicas, String... clusters) {
        return new Rig(seed, clusters).app("cart", replicas).settled();
    }

    /** The check says no where this holds. */
    private static void reject(Rig rig, Predicate<BatchReport> where) {
        rig.judge = batch -> CompletableFuture.completedFuture(
                where.test(batch) ? new Verdict.Rejected("5 % of the requests fail") : new Verdict.Passed());
    }

    private static void endsOld(Rig rig, Release release, int replicas) {
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.clusters()).allMatch(c -> c.ended() == Ended.OLD || c.ended() == Ended.UNTOUCHED);
        assertThat(result.reason()).isNotEmpty();
        rig.settled();
        rig.clusters.keySet().forEach(cluster -> rig.assertClean(cluster, "cart", "cart:v1", replicas));
    }

    @Test
    @Scenario("rollback in batch 1")
    void aRejectedFirstBatchGoesBack() {
        Rig rig = rig(31, 5, "gd9-a");
        reject(rig, batch -> true);
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
        endsOld(rig, release, 5);
        assertThat(rig.checks).hasSize(1);
    }

    @Test
    @Scenario("rollback in the middle of a batch")
    void aBatchWhosePodsFailOnTheWayGoesBack() {
        Rig rig = rig(32, 8, "gd9-a");
        Release release = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.rest()).maxSurge("1").build());
        rig.untilSaid("CHECK_PASSED");
        rig.until(() -> rig.pods("gd9-a", "cart:v2") == 4);
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL.pullsNever());
        endsOld(rig, release, 8);
        assertThat(rig.checks).hasSize(1);
    }

    @Test
    @Scenario("rollback after the last batch")
    void aRejectedLastBatchGoesBackFromFullSize() {
        Rig rig = rig(33, 4, "gd9-a");
        reject(rig, batch -> batch.batch() == batch.batches());
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
        rig.until(() -> rig.checks.size() == 2);
        assertThat(rig.pods("gd9-a", "cart:v2")).isEqualTo(4);
        endsOld(rig, release, 4);
    }

    @Test
    @Scenario("rollback in the soak")
    void podsThatCrashInTheSoakTakeTheClusterBack() {
        Rig rig = rig(34, 3, "gd9-a");
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofMinutes(4)));
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest())
                .soak(Duration.ofMinutes(10))
                .build());
        rig.untilSaid("SOAKING");
        assertThat(rig.checks).hasSize(2);
        endsOld(rig, release, 3);
        assertThat(rig.said("after it had served")).as(rig::tail).isTrue();
    }

    @Test
    @Scenario("rollback in the soak")
    void podsThatTurnUnreadyInTheSoakTakeAllClustersBack() {
        Rig rig = rig(39, 3, "gd9-a", "gd9-b");
        rig.images.get("gd9-b").set("cart:v2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofMinutes(3)));
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest())
                .soak(Duration.ofMinutes(10))
                .build());
        rig.untilSaid("SOAKING gd9-b");
        assertThat(rig.said("CLUSTER_DONE gd9-a")).isTrue();
        endsOld(rig, release, 3);
    }

    @Test
    @Scenario("pods crash after the batch was approved")
    void aBatchThatCrashesAfterItsApprovalFailsTheNextOne() {
        Rig rig = rig(40, 4, "gd9-a");
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofSeconds(50)));
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest())
                .minReady(Duration.ofSeconds(20))
                .maxSurge("1")
                .build());
        rig.untilSaid("CHECK_PASSED gd9-a check of batch 1");
        endsOld(rig, release, 4);
        assertThat(rig.checks).hasSize(1);
        assertThat(rig.said("restarted after it had served") || rig.said("turned unready after it had served"))
                .as(rig::tail)
                .isTrue();
    }

    @Test
    @Scenario("pods crash after the batch was approved")
    void aBatchThatCrashesWhileTheNextApprovalIsWaitedForFailsWithoutIt() {
        Rig rig = rig(41, 4, "gd9-a");
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofMinutes(5)));
        CompletableFuture<Verdict> nobodyAnswers = new CompletableFuture<>();
        rig.judge =
                batch -> batch.batch() == 1 ? CompletableFuture.completedFuture(new Verdict.Passed()) : nobodyAnswers;
        Release release = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.pods(2), Rig.rest()).build());
        rig.untilSaid("BATCH_REACHED gd9-a batch 2");
        endsOld(rig, release, 4);
        assertThat(nobodyAnswers).isNotDone();
    }

    @Test
    @Scenario("rollback in batches, in the reverse order of the clusters")
    void endedClustersGoBackOneAfterTheOtherFromTheLast() {
        Rig rig = rig(35, 3, "gd9-a", "gd9-b", "sh1-a", "sh1-b");
        reject(rig, batch -> batch.places().get(0).cluster().equals("sh1-b"));
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
        endsOld(rig, release, 3);
        List<String> order = rig.log.stream()
                .filter(line -> line.contains(" ROLLED_BACK "))
                .map(line -> line.split(" ")[2])
                .toList();
        assertThat(order).as(rig::tail).containsExactly("sh1-b", "sh1-a", "gd9-b", "gd9-a");
    }

    @Test
    @Scenario("rollback in batches, in the reverse order of the clusters")
    void theRollbackStepGoesInBatchesFromTheLastClusterToTheFirst() {
        Rig rig = rig(36, 3, "gd9-a", "gd9-b", "sh1-a");
        released(rig);
        Map<String, Object> given = Map.of("app", "cart", "namespace", Rig.NS, "batches", List.of(1, "rest"));
        ReleaseSpec spec = RollbackArgs.from(given).spec(List.copyOf(rig.clusters.keySet()));
        ReleaseResult result = rig.end(rig.start(spec));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.checks.stream()
                        .map(batch -> batch.places().get(0))
                        .map(place -> place.cluster() + "=" + place.canaryPods()))
                .containsExactly("sh1-a=1", "sh1-a=3", "gd9-b=1", "gd9-b=3", "gd9-a=1", "gd9-a=3");
        rig.settled();
        rig.clusters.keySet().forEach(cluster -> rig.assertClean(cluster, "cart", "cart:v1", 3));
    }

    @Test
    @Scenario("rollback at once")
    void theRollbackStepGoesAtOnceWhereNoBatchesAreAsked() {
        Rig rig = rig(37, 4, "gd9-a");
        released(rig);
        ReleaseSpec spec = RollbackArgs.from(Map.of("app", "cart", "namespace", Rig.NS, "to", "1"))
                .spec(List.of("gd9-a"));
        ReleaseResult result = rig.end(rig.start(spec));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.checks).extracting(BatchReport::batches).containsExactly(1);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 4);
    }

    @Test
    @Scenario("rollback at once")
    void aFailedCheckTakesItsOwnClusterBackWithoutBatchesAndChecks() {
        Rig rig = rig(38, 6, "gd9-a", "gd9-b");
        reject(rig, batch -> batch.places().get(0).cluster().equals("gd9-b") && batch.batch() == 3);
        Release release = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.pods(2), Rig.rest()).build());
        rig.untilSaid("ROLLING_BACK");
        Duration began = rig.time.elapsed();
        endsOld(rig, release, 6);
        assertThat(rig.checks).hasSize(6);
        assertThat(rig.time.elapsed().minus(began)).isLessThan(Duration.ofMinutes(4));
    }

    private static void released(Rig rig) {
        ReleaseResult result = rig.end(rig.start(rig.specs("cart", Rig.rest()).build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.checks.clear();
    }
}
