package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases that stand still until a person says how to go on, and processes that end meanwhile. */
class PauseTest {

    private final Rig rig = new Rig(90, "gd9-a", "gd9-b").app("cart", 3).settled();
    private final Lifeline life = new Lifeline();

    private String answer(Release release, Command command) {
        CompletableFuture<String> answer = release.command(command, "alice@example.com");
        rig.until(answer::isDone);
        return answer.join();
    }

    private Specs spec() {
        return rig.specs("cart", Rig.pods(1), Rig.rest()).soak(Duration.ofMinutes(1));
    }

    private void ends(Release release, Outcome outcome, String image) {
        assertThat(rig.end(release).outcome()).as(rig::tail).isEqualTo(outcome);
        rig.settled();
        rig.assertClean("gd9-a", "cart", image, 3);
        rig.assertClean("gd9-b", "cart", image, 3);
    }

    private String label(String cluster) {
        return View.label(rig.stable(cluster, "cart"), Labels.PAUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "BATCH_STARTED gd9-a batch 1",
                "(batch 2)",
                "BATCH_REACHED gd9-a batch 2",
                "SOAKING gd9-a",
                "CLUSTER_DONE gd9-a",
                "CHECK_PASSED gd9-b check of batch 1"
            })
    void aPauseOutlivesItsProcess(String moment) {
        Release first = rig.rollouts(life).start(spec().build(), rig, IfBusy.REFUSE);
        rig.until(() -> moment.isEmpty() || rig.said(moment));
        answer(first, Command.PAUSE);
        rig.until(() -> !label("gd9-a").isEmpty() || !label("gd9-b").isEmpty());
        life.die();
        int checks = rig.checks.size();
        rig.log.clear();

        Release second = rig.again(spec().build());
        rig.until(() -> rig.said("it was paused by alice-example.com and still is"));
        assertThat(second.id()).isEqualTo(first.id());
        rig.time.advance(Duration.ofHours(1));
        assertThat(rig.checks).hasSize(checks);
        assertThat(rig.log).noneMatch(line -> line.contains("scale canary"));

        answer(second, Command.RESUME);
        ends(second, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void aReleaseThatAnEarlierProcessPausedCanBeTakenBack() {
        Release first = rig.rollouts(life).start(spec().build(), rig, IfBusy.REFUSE);
        rig.untilSaid("CLUSTER_DONE gd9-a");
        answer(first, Command.PAUSE);
        life.die();
        Release second = rig.again(spec().build());
        rig.untilSaid("still is");
        answer(second, Command.ROLL_BACK_NOW);
        ends(second, Outcome.ROLLED_BACK, "cart:v1");
    }

    @Test
    void theClusterSaysWhoPausedUntilItIsResumed() {
        Release release = rig.start(spec().build());
        rig.untilSaid("BATCH_REACHED gd9-a batch 1");
        answer(release, Command.PAUSE);
        assertThat(label("gd9-a")).isEqualTo("person_alice-example.com");
        assertThat(label("gd9-b")).isEmpty();
        answer(release, Command.RESUME);
        rig.untilSaid("BATCH_STARTED gd9-a batch 2");
        rig.time.advance(Duration.ofSeconds(1));
        assertThat(label("gd9-a")).as(rig::tail).isEmpty();
        ends(release, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void resumeAfterAFailedCheckAsksItAgain() {
        rig.judge = batch -> CompletableFuture.completedFuture(
                rig.checks.size() == 2 ? new Verdict.Rejected("errors in the log") : new Verdict.Passed());
        Release release = rig.start(spec().onFailure(OnFailure.PAUSE).build());
        rig.untilSaid("PAUSED - check of batch 2 in gd9-a failed: errors in the log. Resume to go on");
        rig.time.advance(Duration.ofHours(3));
        assertThat(release.result()).isNotDone();
        assertThat(label("gd9-a")).isEqualTo("failure_gd9-a.batch-2");
        assertThat(rig.checks).hasSize(2);
        assertThat(answer(release, Command.RESUME)).contains("goes on");
        ends(release, Outcome.RELEASED, "cart:v2");
        assertThat(rig.checks).hasSize(5);
        assertThat(rig.checks.get(2)).isEqualTo(rig.checks.get(1));
        assertThat(release.result().join().reason())
                .as("what was wrong on the way is over")
                .isEmpty();
    }

    @Test
    void aFailureOutlivesItsProcessToo() {
        rig.judge = batch -> CompletableFuture.completedFuture(
                rig.checks.size() == 1 ? new Verdict.Rejected("errors in the log") : new Verdict.Passed());
        rig.rollouts(life).start(spec().onFailure(OnFailure.PAUSE).build(), rig, IfBusy.REFUSE);
        rig.untilSaid("PAUSED");
        rig.time.advance(Duration.ofMinutes(1));
        life.die();
        Release second = rig.again(spec().onFailure(OnFailure.PAUSE).build());
        rig.untilSaid("it was paused because of a failure in gd9-a, batch 1 and still is");
        answer(second, Command.RESUME);
        ends(second, Outcome.RELEASED, "cart:v2");
        assertThat(rig.checks).hasSize(5);
    }

    @Test
    void resumeAfterPodsFailedTriesTheBatchAgain() {
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL.neverReady());
        Release release = rig.start(spec().onFailure(OnFailure.PAUSE)
                .progressDeadline(Duration.ofMinutes(1))
                .build());
        rig.untilSaid("PAUSED - cluster gd9-a: canary");
        answer(release, Command.RESUME);
        rig.log.clear();
        rig.untilSaid("PAUSED - cluster gd9-a: canary");
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL);
        rig.replacePods("gd9-a", "cart:v2");
        answer(release, Command.RESUME);
        ends(release, Outcome.RELEASED, "cart:v2");
    }

    @Test
    void restartsThatWereReasonForAPauseAreAcceptedByAResume() {
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofSeconds(90)));
        rig.judge = batch -> new CompletableFuture<>();
        Release release = rig.start(spec().onFailure(OnFailure.PAUSE).build());
        rig.untilSaid("after it had served. Resume");
        rig.images.get("gd9-a").set("cart:v2", ImageBehaviour.NORMAL);
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Passed());
        rig.time.advance(Duration.ofMinutes(10));
        answer(release, Command.RESUME);
        rig.time.advance(Duration.ofMinutes(1));
        assertThat(rig.said("accept ")).as(rig::tail).isTrue();
        answer(release, Command.ROLL_BACK_NOW);
        ends(release, Outcome.ROLLED_BACK, "cart:v1");
    }

    @Test
    void rollBackNowEndsAPause() {
        rig.judge = batch -> CompletableFuture.completedFuture(new Verdict.Rejected("errors in the log"));
        Release release = rig.start(spec().onFailure(OnFailure.PAUSE).build());
        rig.untilSaid("PAUSED");
        answer(release, Command.ROLL_BACK_NOW);
        ends(release, Outcome.ROLLED_BACK, "cart:v1");
    }

    @Test
    @Scenario("abort, run again, complete")
    void aStoppedReleaseStaysWhereItIsAndGoesOnWhenItIsRunAgain() {
        ReleaseSpec spec = spec().onAbort(OnFailure.PAUSE).build();
        Release first = rig.start(spec);
        rig.untilSaid("CHECK_PASSED gd9-a check of batch 1");
        assertThat(answer(first, Command.ABORT)).contains("stays where it is").contains("run it again to go on");
        ReleaseResult open = rig.end(first);
        assertThat(open.outcome()).as(rig::tail).isEqualTo(Outcome.OPEN);
        assertThat(open.reason()).isEqualTo("stopped by alice@example.com");
        assertThat(open.clusters().get(0).ended()).isEqualTo(Ended.PAUSED);
        assertThat(label("gd9-a")).isEqualTo("abort_alice-example.com");
        assertThat(rig.leases("gd9-a")).isEmpty();
        long pods = rig.pods("gd9-a", "cart:v2");
        rig.time.advance(Duration.ofHours(1));
        assertThat(rig.pods("gd9-a", "cart:v2")).isEqualTo(pods);

        Release second = rig.start(spec);
        ends(second, Outcome.RELEASED, "cart:v2");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(label("gd9-a")).isEmpty();
    }

    @Test
    void aPausedReleaseThatIsStoppedStaysPausedWhenItIsRunAgain() {
        ReleaseSpec spec = spec().onAbort(OnFailure.PAUSE).build();
        Release first = rig.start(spec);
        rig.untilSaid("CHECK_PASSED gd9-a check of batch 1");
        answer(first, Command.PAUSE);
        assertThat(answer(first, Command.ABORT)).contains("then resume");
        assertThat(rig.end(first).outcome()).isEqualTo(Outcome.OPEN);
        Release second = rig.start(spec);
        rig.untilSaid("still is");
        answer(second, Command.RESUME);
        ends(second, Outcome.RELEASED, "cart:v2");
    }

    @Test
    @Scenario("abort, run again, complete")
    void aStoppedReleaseThatWentBackIsReleasedAnewWhenItIsRunAgain() {
        Release first = rig.start(spec().build());
        rig.untilSaid("CHECK_PASSED gd9-a check of batch 1");
        answer(first, Command.ABORT);
        ends(first, Outcome.ROLLED_BACK, "cart:v1");
        rig.invariants.began("cart");
        Release second = rig.start(spec().build());
        ends(second, Outcome.RELEASED, "cart:v2");
        assertThat(second.id()).isNotEqualTo(first.id());
    }
}
