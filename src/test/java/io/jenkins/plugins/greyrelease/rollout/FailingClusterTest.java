package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.ClusterResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One of five clusters fails: what becomes of it and of the others. */
class FailingClusterTest {
    private final Rig rig =
            new Rig(81, "c1", "c2", "c3", "c4", "c5").app("cart", 2).settled();
    private Set<String> failing = Set.of("c3");

    private Release start(OnFailure onFailure, int maxFailedClusters) {
        rig.judge = batch -> CompletableFuture.completedFuture(
                failing.contains(batch.places().get(0).cluster()) && batch.batch() == 2
                        ? new Verdict.Rejected("5 % of the requests fail")
                        : new Verdict.Passed());
        return rig.start(rig.specs("cart", Rig.pods(1), Rig.rest())
                .onFailure(onFailure)
                .maxFailedClusters(maxFailedClusters)
                .build());
    }

    private void ends(ReleaseResult result, Outcome outcome, Ended... each) {
        assertThat(result.outcome()).as(rig::tail).isEqualTo(outcome);
        assertThat(result.clusters()).extracting(ClusterResult::ended).containsExactly(each);
        rig.settled();
        for (int i = 0; i < each.length; i++) {
            rig.assertClean("c" + (i + 1), "cart", each[i] == Ended.NEW ? "cart:v2" : "cart:v1", 2);
        }
    }

    @Test
    @Scenario("failure in cluster 3 of 5 with `rollback`")
    void rollbackTakesEverythingBackThatWasTouched() {
        ReleaseResult result = rig.end(start(OnFailure.ROLLBACK, 0));
        ends(result, Outcome.ROLLED_BACK, Ended.OLD, Ended.OLD, Ended.OLD, Ended.UNTOUCHED, Ended.UNTOUCHED);
        assertThat(result.reason()).contains("batch 2 in c3").contains("5 % of the requests fail");
    }

    @Test
    @Scenario("failure in cluster 3 of 5 with `pause`")
    void pauseStandsStillUntilAPersonDecides() {
        Release release = start(OnFailure.PAUSE, 0);
        rig.untilSaid("stands still: paused because of a failure in c3, batch 2");
        int said = rig.log.size();
        rig.time.advance(Duration.ofHours(3));
        assertThat(rig.log).as(rig::tail).hasSize(said);
        assertThat(release.result()).isNotDone();
        assertThat(release.status()).contains("check of batch 2 in c3 failed");
        assertThat(rig.pods("c3", "cart:v2")).isEqualTo(2);
        assertThat(rig.pods("c4", "cart:v1")).isEqualTo(2);
        failing = Set.of();
        release.command(Command.RESUME, "anna");
        ends(rig.end(release), Outcome.RELEASED, Ended.NEW, Ended.NEW, Ended.NEW, Ended.NEW, Ended.NEW);
    }

    @Test
    @Scenario("failure in cluster 3 of 5 with `pause`")
    void aPausedReleaseCanBeTakenBack() {
        Release release = start(OnFailure.PAUSE, 0);
        rig.untilSaid("PAUSED");
        rig.time.advance(Duration.ofMinutes(10));
        release.command(Command.ROLL_BACK_NOW, "anna");
        ends(rig.end(release), Outcome.ROLLED_BACK, Ended.OLD, Ended.OLD, Ended.OLD, Ended.UNTOUCHED, Ended.UNTOUCHED);
    }

    @Test
    @Scenario("failure in cluster 3 of 5 with `continue`")
    void continueLeavesThatClusterOnTheOldVersion() {
        ends(
                rig.end(start(OnFailure.CONTINUE, 1)),
                Outcome.PARTLY,
                Ended.NEW,
                Ended.NEW,
                Ended.OLD,
                Ended.NEW,
                Ended.NEW);
        assertThat(order()).containsExactly("c1", "c2", "c3", "c4", "c5");
    }

    @Test
    void oneMoreFailureThanAllowedTakesEverythingBack() {
        failing = Set.of("c2", "c4");
        ReleaseResult result = rig.end(start(OnFailure.CONTINUE, 1));
        ends(result, Outcome.ROLLED_BACK, Ended.OLD, Ended.OLD, Ended.OLD, Ended.OLD, Ended.UNTOUCHED);
    }

    @Test
    void asManyFailuresAsAllowedAreLeftBehind() {
        failing = Set.of("c2", "c4");
        ends(
                rig.end(start(OnFailure.CONTINUE, 2)),
                Outcome.PARTLY,
                Ended.NEW,
                Ended.OLD,
                Ended.NEW,
                Ended.OLD,
                Ended.NEW);
    }

    /** The clusters in the order of their turns. */
    private List<String> order() {
        return rig.log.stream()
                .filter(line -> line.contains(" CLUSTER_STARTED "))
                .map(line -> line.split(" ")[2])
                .toList();
    }
}
