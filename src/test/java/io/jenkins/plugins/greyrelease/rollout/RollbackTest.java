package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.List;
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
}
