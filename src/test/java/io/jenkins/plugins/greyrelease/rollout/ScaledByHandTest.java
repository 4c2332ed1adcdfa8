package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody scales the app with kubectl during its release: that many pods it has from then on, in both versions. */
class ScaledByHandTest {
    private static final String A = "gd9-a";

    private static Rig rig(int pods) {
        return new Rig(91, A).app("cart", pods).settled();
    }

    private static Release start(Rig rig) {
        return rig.start(rig.specs("cart", Rig.pods(1), Rig.pods(2), Rig.rest()).build());
    }

    private static void scale(Rig rig, int pods) {
        rig.servers.get(A).scale(Rig.OWNER, Kind.DEPLOYMENT, Rig.NS, "cart", pods);
    }

    private static void released(Rig rig, Release release, int pods) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        assertThat(rig.said("take over " + pods)).as(rig::tail).isTrue();
        rig.assertClean(A, "cart", "cart:v2", pods);
    }

    @ParameterizedTest
    @CsvSource({"(batch 1)", "(batch 2)", "(batch 3)", "scale stable cart from"})
    @Scenario("replicas changed by hand from 5 to 10 while a batch runs")
    void moreWhileABatchRuns(String moment) {
        Rig rig = rig(5);
        Release release = start(rig);
        rig.untilSaid(moment);
        scale(rig, 10);
        released(rig, release, 10);
    }

    @ParameterizedTest
    @CsvSource({"(batch 1)", "(batch 2)", "(batch 3)", "scale stable cart from"})
    @Scenario("replicas changed by hand from 10 to 5 while a batch runs")
    void fewerWhileABatchRuns(String moment) {
        Rig rig = rig(10);
        Release release = start(rig);
        rig.untilSaid(moment);
        scale(rig, 5);
        released(rig, release, 5);
    }

    @ParameterizedTest
    @CsvSource({"5, 10", "10, 5", "4, 0", "10, 2"})
    @Scenario("replicas changed by hand while it is paused")
    void whileItIsPaused(int before, int after) {
        Rig rig = rig(before);
        Release release = start(rig);
        rig.untilSaid("BATCH_STARTED " + A + " batch 2");
        release.command(Command.PAUSE, "ops");
        rig.time.advance(Duration.ofMinutes(5));
        scale(rig, after);
        rig.time.advance(Duration.ofMinutes(5));
        assertThat(rig.pods(A, "cart:v1") + rig.pods(A, "cart:v2"))
                .as(rig::tail)
                .isGreaterThanOrEqualTo(after);
        release.command(Command.RESUME, "ops");
        released(rig, release, after);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileACheckRunsItGoesOnByTheNewNumber(boolean more) {
        Rig rig = rig(more ? 5 : 10);
        int after = more ? 10 : 5;
        rig.judge = batch -> {
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            if (batch.batch() == 2) {
                scale(rig, after);
            }
            rig.time.after(Duration.ofMinutes(3), () -> verdict.complete(new Verdict.Passed()));
            return verdict;
        };
        released(rig, start(rig), after);
        assertThat(rig.checks).extracting(BatchReport::batch).endsWith(3);
    }

    @ParameterizedTest
    @CsvSource({"5, 10, go back", "10, 5, go back", "5, 10, scale canary cart-", "10, 5, scale canary cart-"})
    @Scenario("replicas changed by hand while rolling back")
    void whileRollingBack(int before, int after, String moment) {
        Rig rig = rig(before);
        rig.judge = batch -> CompletableFuture.completedFuture(
                batch.batch() == 2 ? new Verdict.Rejected("errors") : new Verdict.Passed());
        Release release = start(rig);
        rig.untilSaid("ROLLING_BACK");
        int lines = rig.log.size();
        rig.until(() -> rig.log.stream().skip(lines).anyMatch(line -> line.contains(moment)));
        scale(rig, after);
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        rig.settled();
        rig.assertClean(A, "cart", "cart:v1", after);
    }
}
