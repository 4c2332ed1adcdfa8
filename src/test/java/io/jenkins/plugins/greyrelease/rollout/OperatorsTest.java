package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** People steer a release, at each of its moments. */
class OperatorsTest {

    private final Rig rig = new Rig(70, "gd9-a", "gd9-b").app("cart", 3).settled();

    static Stream<Arguments> moments() {
        List<Arguments> all = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            all.add(Arguments.of(moment, Spread.SEQUENCE, 1));
            all.add(Arguments.of(moment, Spread.SEQUENCE, 2));
            all.add(Arguments.of(moment, Spread.EVEN, 1));
            all.add(Arguments.of(moment, Spread.FILL, 1));
        }
        return all.stream();
    }

    static Stream<Arguments> someMoments() {
        return moments().filter(each -> each.get()[2].equals(1) && each.get()[1] != Spread.FILL);
    }

    private Release begin(Moment moment, Spread spread, int maxParallel) {
        rig.judge = batch -> {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            rig.time.after(Duration.ofSeconds(30), () -> verdict.complete(new Verdict.Passed()));
            return verdict;
        };
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.pods(1), Rig.rest())
                .spread(spread)
                .maxParallel(maxParallel)
                .soak(Duration.ofMinutes(1))
                .build());
        moment.await(rig);
        return release;
    }

    private String answer(Release release, Command command) {
        CompletableFuture<String> answer = release.command(command, "alice");
        rig.until(answer::isDone);
        return answer.join();
    }

    private int canaryPods() {
        return (int) (rig.pods("gd9-a", "cart:v2") + rig.pods("gd9-b", "cart:v2"));
    }

    @ParameterizedTest(name = "{0}, {1}, {2} at once")
    @MethodSource("moments")
    void aPauseStopsGrowthUntilItIsResumed(Moment moment, Spread spread, int maxParallel) {
        Release release = begin(moment, spread, maxParallel);
        CompletableFuture<String> paused = release.command(Command.PAUSE, "alice");
        rig.until(paused::isDone);
        if (moment == Moment.IN_THE_HAND_OVER && spread != Spread.SEQUENCE && paused.isCompletedExceptionally()) {
            // Half-way is no place to stand: where every cluster was in its hand-over, the release has ended.
            assertThatThrownBy(paused::join).hasMessageContaining("ended meanwhile: RELEASED");
            return;
        }
        assertThat(paused.join()).contains("stand").containsAnyOf("Resume", "first batch");
        rig.time.advance(Duration.ofMinutes(2));
        int pods = canaryPods();
        int checks = rig.checks.size();
        rig.time.advance(Duration.ofMinutes(30));
        assertThat(canaryPods()).as(rig::tail).isEqualTo(pods);
        assertThat(rig.checks).hasSize(checks);
        assertThat(release.result()).as(rig::tail).isNotDone();
        assertThat(release.status()).contains("paused by alice");
        assertThat(answer(release, Command.PAUSE)).contains("already").contains("paused by alice");

        assertThat(answer(release, Command.RESUME)).contains("goes on");
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", 3);
        rig.assertClean("gd9-b", "cart", "cart:v2", 3);
    }

    @ParameterizedTest(name = "{0}, {1}, {2} at once")
    @MethodSource("moments")
    @Scenario({"rollback in the soak", "rollback during the hand-over"})
    void rollBackNowTakesEverythingBack(Moment moment, Spread spread, int maxParallel) {
        Release release = begin(moment, spread, maxParallel);
        assertThat(answer(release, Command.ROLL_BACK_NOW)).containsAnyOf("goes back", "before it begins");
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome())
                .as(rig::tail)
                .isEqualTo(moment == Moment.BEFORE_THE_FIRST_BATCH ? Outcome.REFUSED : Outcome.ROLLED_BACK);
        assertThat(result.reason()).contains("by alice");
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
        rig.assertClean("gd9-b", "cart", "cart:v1", 3);
    }

    @ParameterizedTest(name = "{0}, {1}, {2} at once")
    @MethodSource("someMoments")
    void promoteNowSkipsWhatIsLeftOfChecks(Moment moment, Spread spread, int maxParallel) {
        Release release = begin(moment, spread, maxParallel);
        if (moment == Moment.BEFORE_THE_FIRST_BATCH) {
            assertThatThrownBy(() -> answer(release, Command.PROMOTE_NOW)).hasMessageContaining("preflight");
            rig.until(() -> rig.said("STARTED"));
        }
        rig.invariants.permit("gd9-a", "cart", Integer.MAX_VALUE);
        rig.invariants.permit("gd9-b", "cart", Integer.MAX_VALUE);
        int checks = rig.checks.size();
        assertThat(answer(release, Command.PROMOTE_NOW)).contains("without further checks");
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.checks).hasSize(checks);
        assertThat(rig.said("promoted by alice")).isTrue();
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", 3);
        rig.assertClean("gd9-b", "cart", "cart:v2", 3);
    }

    @ParameterizedTest(name = "{0}, {1}, {2} at once")
    @MethodSource("someMoments")
    @Scenario("abort while promoting")
    void anAbortTakesEverythingBackUnlessOnAbortSaysOtherwise(Moment moment, Spread spread, int maxParallel) {
        Release release = begin(moment, spread, maxParallel);
        assertThat(answer(release, Command.ABORT)).containsAnyOf("onAbort is rollback", "before it begins");
        ReleaseResult result = rig.end(release);
        assertThat(result.reason()).contains("stopped by alice");
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
        rig.assertClean("gd9-b", "cart", "cart:v1", 3);
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void whatIsAskedOfAReleaseThatGoesBackIsAnsweredWithWhatItDoes(Command command) {
        Release release = begin(Moment.IN_THE_MIDDLE_OF_A_BATCH, Spread.SEQUENCE, 1);
        answer(release, Command.ROLL_BACK_NOW);
        CompletableFuture<String> answer = release.command(command, "bob");
        rig.until(answer::isDone);
        String said = answer.handle((text, refusal) -> refusal == null ? text : refusal.getMessage())
                .join();
        assertThat(said).contains("goes back");
        assertThat(answer.isCompletedExceptionally())
                .isEqualTo(command != Command.ROLL_BACK_NOW && command != Command.ABORT);
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.reason()).contains("rolled back by alice");
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
    }

    @Test
    @Scenario("abort while rolling back")
    void anAbortLeavesAReleaseThatGoesBackToItsEnd() {
        Release release = begin(Moment.IN_THE_SOAK, Spread.SEQUENCE, 1);
        answer(release, Command.ROLL_BACK_NOW);
        rig.untilSaid("go back: ");
        assertThat(answer(release, Command.ABORT)).contains("goes back already").contains("the run ends when");
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.reason()).isEqualTo("rolled back by alice");
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
        rig.assertClean("gd9-b", "cart", "cart:v1", 3);
    }

    @Test
    @Scenario({"rollback after the hand-over", "rollback at once"})
    void afterTheEndGoingBackIsAReleaseOfTheVersionBefore() {
        rig.end(rig.start(rig.specs("cart", Rig.rest()).build()));
        rig.invariants.began("cart");
        Release back = rig.start(rig.specs("cart", Rig.rest()).earlier().build());
        assertThat(rig.end(back).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
        rig.assertClean("gd9-b", "cart", "cart:v1", 3);
    }

    @Test
    @Scenario("rollback after the hand-over")
    void aClusterThatWasHandedOverIsTakenBackToo() {
        Release release = begin(Moment.BEFORE_THE_FIRST_BATCH, Spread.SEQUENCE, 1);
        rig.untilSaid("BATCH_REACHED gd9-b batch 1");
        assertThat(rig.pods("gd9-a", "cart:v2")).isEqualTo(3);
        answer(release, Command.ROLL_BACK_NOW);
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
        rig.assertClean("gd9-b", "cart", "cart:v1", 3);
    }

    @ParameterizedTest
    @EnumSource(Command.class)
    void nothingIsAskedOfAReleaseThatHasEnded(Command command) {
        Release release = begin(Moment.BEFORE_THE_FIRST_BATCH, Spread.SEQUENCE, 1);
        rig.end(release);
        assertThatThrownBy(() -> answer(release, command))
                .hasMessageContaining("has ended")
                .hasMessageContaining(command == Command.ROLL_BACK_NOW ? "step rollback" : "new one");
    }

    @Test
    void resumeIsRefusedWhereNothingStandsStill() {
        Release release = begin(Moment.WHILE_A_CHECK_RUNS, Spread.SEQUENCE, 1);
        assertThatThrownBy(() -> answer(release, Command.RESUME)).hasMessageContaining("is not paused");
    }

    @Test
    void aPauseDoesNotKeepCapacityFromBeingRestored() {
        Release release = begin(Moment.WHILE_A_CHECK_RUNS, Spread.SEQUENCE, 1);
        answer(release, Command.PAUSE);
        assertThat(rig.stable("gd9-a", "cart").getSpec().getReplicas()).isEqualTo(1);
        rig.breakImage("gd9-a", "cart:v2");
        rig.time.advance(Duration.ofMinutes(1));
        assertThat(rig.pods("gd9-a", "cart:v1")).as(rig::tail).isEqualTo(3);
        answer(release, Command.ROLL_BACK_NOW);
        assertThat(rig.end(release).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v1", 3);
    }

    @Test
    void anAnswerOfACheckThatWasSkippedTurnsNothing() {
        CompletableFuture<Verdict> asked = new CompletableFuture<>();
        rig.judge = batch -> asked;
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest()).build());
        rig.until(() -> !rig.checks.isEmpty());
        rig.invariants.permit("gd9-a", "cart", Integer.MAX_VALUE);
        rig.invariants.permit("gd9-b", "cart", Integer.MAX_VALUE);
        answer(release, Command.PROMOTE_NOW);
        asked.complete(new Verdict.Rejected("errors"));
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
    }
}
