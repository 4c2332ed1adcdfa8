package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.PlanRequest;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Orders.Action;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CourseTest {

    @Test
    void inSequenceOnlyTheFirstClusterGrows() {
        Orders orders = Course.next(state(Spread.SEQUENCE, 1, Duration.ZERO));
        assertThat(orders.goals())
                .containsEntry("a", new Goal.Grow(1, 1))
                .containsEntry("b", new Goal.Hold())
                .containsEntry("c", new Goal.Hold());
        assertThat(orders.actions()).isEmpty();
    }

    @Test
    void aReachedWaveIsCheckedAndOnlyAPassedOneLetsTheNextBegin() {
        CourseState reached = grown(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", 1);
        assertThat(Course.next(reached).goals()).containsEntry("a", new Goal.Grow(1, 1));
        assertThat(Course.next(reached).actions()).singleElement().isInstanceOf(Action.Check.class);
        CourseState passed = reached.passed(reached.laneOf("a"));
        assertThat(Course.next(passed).goals()).containsEntry("a", new Goal.Grow(2, 5));
        assertThat(Course.next(passed).actions()).isEmpty();
    }

    @Test
    void anEvenWaveWaitsForAllItsClusters() {
        CourseState state = state(Spread.EVEN, 1, Duration.ZERO);
        CourseState one = grown(state, "a", 2);
        assertThat(state.plan().waves().get(1).targets()).hasSize(3);
        CourseState second = one.passed(one.laneOf("a"));
        assertThat(Course.next(second).actions()).isEmpty();
        CourseState all = grown(grown(second, "b", 2), "c", 2);
        assertThat(Course.next(all).actions()).singleElement().isInstanceOf(Action.Check.class);
    }

    @Test
    void fullSizeIsSoakedBeforeThePromotion() {
        CourseState full = state(Spread.SEQUENCE, 1, Duration.ofMinutes(5));
        for (int batch = 1; batch <= 3; batch++) {
            full = grown(full, "a", batch);
            full = full.passed(full.laneOf("a"));
        }
        assertThat(Course.next(full).goals()).containsEntry("a", new Goal.Grow(3, 10));
        assertThat(Course.next(full).actions()).containsExactly(new Action.Soak("a"));
        CourseState soaked = at(full.soakedNow("a"), "b", Stage.FORWARD);
        assertThat(Course.next(soaked).goals())
                .containsEntry("a", new Goal.Promote())
                .containsEntry("b", new Goal.Hold());
    }

    @Test
    void theNextClusterIsLockedBeforeTheLastLockedOneEnds() {
        CourseState full = state(Spread.SEQUENCE, 1, Duration.ZERO);
        for (int batch = 1; batch <= 3; batch++) {
            full = grown(full, "a", batch);
            full = full.passed(full.laneOf("a"));
        }
        assertThat(Course.next(full).goals())
                .containsEntry("a", new Goal.Grow(3, 10))
                .containsEntry("b", new Goal.Reserve())
                .containsEntry("c", new Goal.Hold());
        assertThat(Course.next(at(full, "b", Stage.RESERVED)).goals())
                .containsEntry("a", new Goal.Grow(3, 10))
                .containsEntry("b", new Goal.Reserve());
        assertThat(Course.next(at(full, "b", Stage.FORWARD)).goals())
                .containsEntry("a", new Goal.Promote())
                .containsEntry("b", new Goal.Hold());
        CourseState away = full.with(full.standing("b").answering(false));
        assertThat(Course.next(away).goals()).containsEntry("c", new Goal.Reserve());
        CourseState allAway = away.with(away.standing("c").answering(false));
        assertThat(Course.next(allAway).goals()).containsEntry("a", new Goal.Promote());
    }

    @Test
    void aClusterThatEndedLetsTheNextBeginAndAllEndedEndsTheRelease() {
        CourseState state = state(Spread.SEQUENCE, 1, Duration.ZERO);
        CourseState one = at(state, "a", Stage.NEW);
        assertThat(Course.next(one).goals()).containsEntry("b", new Goal.Grow(1, 1));
        CourseState all = at(at(one, "b", Stage.NEW), "c", Stage.NEW);
        assertThat(Course.next(all).actions()).containsExactly(new Action.End(ReleaseResult.Outcome.RELEASED));
    }

    @Test
    void goingBackTakesTheMiddleOnesFirstAndClaimsAllThatHadEnded() {
        CourseState failed = Course.failed(
                grown(at(at(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", Stage.NEW), "b", Stage.NEW), "c", 1),
                "c",
                OnFailure.ROLLBACK);
        Orders orders = Course.next(failed);
        assertThat(orders.goals())
                .containsEntry("c", new Goal.Back(true, true))
                .containsEntry("a", new Goal.Claim())
                .containsEntry("b", new Goal.Claim());
        assertThat(orders.reverts()).isEqualTo(Set.of("a", "b"));
    }

    @Test
    void noClusterGivesItsLockUpBeforeAllSayThatTheReleaseGoesBack() {
        CourseState failed = Course.failed(
                grown(grown(state(Spread.SEQUENCE, 2, Duration.ZERO), "a", 1), "b", 1), "a", OnFailure.ROLLBACK);
        CourseState half =
                failed.with(failed.standing("a").at(Stage.BACK).toldToReturn().answering(true));
        CourseState away = half.with(half.standing("b").at(Stage.BACK).answering(false));
        assertThat(Course.next(away).goals())
                .containsEntry("a", new Goal.Back(true, true))
                .containsEntry("b", new Goal.Back(true, true));
        CourseState told = away.with(away.standing("b").answering(true).toldToReturn());
        assertThat(Course.next(told).goals())
                .containsEntry("a", new Goal.Back(true, false))
                .containsEntry("b", new Goal.Back(true, false));
    }

    @Test
    void clustersThatHadEndedGoBackInReverseOrder() {
        CourseState claimed = at(
                at(
                        at(state(Spread.SEQUENCE, 1, Duration.ZERO).with(Intent.BACK), "a", Stage.CLAIMED),
                        "b",
                        Stage.CLAIMED),
                "c",
                Stage.OLD);
        assertThat(Course.next(claimed).goals())
                .containsEntry("b", new Goal.Grow(1, 10))
                .containsEntry("a", new Goal.Hold());
        assertThat(Course.next(at(claimed, "b", Stage.REGROWN)).goals()).containsEntry("b", new Goal.Promote());
        assertThat(Course.next(at(claimed, "b", Stage.OLD)).goals()).containsEntry("a", new Goal.Grow(1, 10));
        assertThat(Course.next(at(at(claimed, "b", Stage.OLD), "a", Stage.OLD)).actions())
                .containsExactly(new Action.End(ReleaseResult.Outcome.ROLLED_BACK));
    }

    @Test
    void continueLeavesAClusterBehindAtMostAsOftenAsAllowed() {
        CourseState state = grown(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", 1);
        CourseState left = Course.failed(state, "a", OnFailure.CONTINUE);
        assertThat(Course.next(left).goals()).containsEntry("a", new Goal.Back(false));
        CourseState next = at(left, "a", Stage.OLD);
        assertThat(Course.next(next).goals()).containsEntry("b", new Goal.Grow(1, 1));
        assertThat(Course.failed(next, "b", OnFailure.CONTINUE).intent()).isEqualTo(Intent.BACK);
        CourseState end = at(at(next, "b", Stage.NEW), "c", Stage.NEW);
        assertThat(Course.next(end).actions()).containsExactly(new Action.End(ReleaseResult.Outcome.PARTLY));
    }

    @Test
    void aPausedReleaseHoldsEverywhere() {
        CourseState paused =
                Course.failed(grown(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", 1), "a", OnFailure.PAUSE);
        assertThat(Course.next(paused).goals())
                .containsEntry("a", new Goal.Pause("failure_a.batch-1"))
                .containsEntry("b", new Goal.Hold())
                .containsEntry("c", new Goal.Hold());
        assertThat(Course.next(paused).actions()).isEmpty();
        assertThat(Course.next(paused.resumed()).actions()).hasSize(1);
    }

    @Test
    void aPauseBetweenTwoClustersIsNotedInTheNextOne() {
        CourseState between = at(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", Stage.NEW)
                .paused(new Pause(Pause.Cause.PERSON, "alice"));
        assertThat(Course.next(between).goals())
                .containsEntry("a", new Goal.Hold())
                .containsEntry("b", new Goal.Pause("person_alice"))
                .containsEntry("c", new Goal.Hold());
    }

    @Test
    void aClusterThatGoesBackAloneGoesOnDoingSoDuringAPause() {
        CourseState failed =
                Course.failed(grown(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", 1), "a", OnFailure.CONTINUE);
        assertThat(Course.next(failed.paused(new Pause(Pause.Cause.PERSON, "alice")))
                        .goals())
                .containsEntry("a", new Goal.Back(false))
                .containsEntry("b", new Goal.Pause("person_alice"));
    }

    @Test
    void whereEverythingHasEndedNothingIsLeftToPause() {
        CourseState state = state(Spread.SEQUENCE, 1, Duration.ZERO).paused(new Pause(Pause.Cause.PERSON, "alice"));
        CourseState all = at(at(at(state, "a", Stage.NEW), "b", Stage.NEW), "c", Stage.NEW);
        assertThat(Course.next(all).actions()).containsExactly(new Action.End(ReleaseResult.Outcome.RELEASED));
    }

    @Test
    void promoteNowSkipsChecksInAllClusters() {
        Orders orders = Course.next(
                grown(state(Spread.SEQUENCE, 1, Duration.ofMinutes(5)), "a", 1).with(Intent.PROMOTE));
        assertThat(orders.goals().values()).containsOnly(new Goal.Promote());
        assertThat(orders.actions()).isEmpty();
    }

    @Test
    void anUnreachableClusterHoldsUpItsOwnTurnButNotTheWayBackOfOthers() {
        CourseState state = state(Spread.SEQUENCE, 1, Duration.ZERO);
        CourseState reached = grown(state, "a", 1);
        CourseState away = reached.with(reached.standing("a").answering(false));
        assertThat(Course.next(away).actions()).isEmpty();
        CourseState back = at(at(away.with(Intent.BACK), "b", Stage.CLAIMED), "c", Stage.CLAIMED);
        CourseState gone = back.with(back.standing("c").answering(false));
        assertThat(Course.next(gone).goals()).containsEntry("b", new Goal.Grow(1, 10));
    }

    @Test
    void aNumberThatGrewGoesIntoTheLastBatch() {
        CourseState state = grown(state(Spread.SEQUENCE, 1, Duration.ZERO), "a", 1);
        CourseState passed = state.passed(state.laneOf("a"));
        CourseState grown = passed.with(passed.standing("a").wants(20)).replanned();
        assertThat(grown.plan().wavesOf("a"))
                .extracting(w -> w.in("a").orElseThrow().to())
                .containsExactly(1, 5, 20);
    }

    private static CourseState at(CourseState state, String cluster, Stage stage) {
        return state.with(state.standing(cluster).at(stage));
    }

    private static CourseState grown(CourseState state, String cluster, int batch) {
        return state.with(
                state.standing(cluster).at(Stage.FORWARD).reached(batch).entered(1));
    }

    private static CourseState state(Spread spread, int maxFailedClusters, Duration soak) {
        List<BatchSize> batches = List.of(new BatchSize.Pods(1), new BatchSize.Pods(4), new BatchSize.Rest());
        List<String> clusters = List.of("a", "b", "c");
        Map<String, Integer> desired = new LinkedHashMap<>();
        Map<String, Standing> standings = new LinkedHashMap<>();
        for (String cluster : clusters) {
            desired.put(cluster, 10);
            standings.put(cluster, new Standing(cluster, Stage.UNTOUCHED, 10, 0, false, false, 0));
        }
        Plan plan = Plan.of(new PlanRequest("cart", "shop", clusters, batches, spread, 1, false, ""), desired);
        ReleaseSpec spec = Specs.of("cart")
                .clusters(clusters)
                .batches(batches)
                .spread(spread)
                .soak(soak)
                .maxFailedClusters(maxFailedClusters)
                .build();
        return new CourseState(plan, spec, Intent.FORWARD, Optional.empty(), standings, Lane.of(plan), Set.of());
    }
}
