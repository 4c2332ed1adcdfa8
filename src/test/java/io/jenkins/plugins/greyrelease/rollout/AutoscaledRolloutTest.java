package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole releases of an app with a working autoscaler, through the engine. */
class AutoscaledRolloutTest {

    private static Specs spec() {
        return Specs.of("cart").batches(Rig.pods(1), Rig.pods(2), Rig.rest());
    }

    private static CompletableFuture<Verdict> passed() {
        return CompletableFuture.completedFuture(new Verdict.Passed());
    }

    /** Pods that stable wants, and those of both that are ready. */
    private record Size(int stable, long ready) {}

    /** The check of each batch takes ten minutes; the load is three times as high from batch 2 on, until batch 3. */
    private static Map<Integer, Size> spikeInBatchTwo(AutoscaledRig app, Verdict last) {
        Map<Integer, Size> sizes = new TreeMap<>();
        app.rig.judge = batch -> {
            if (batch.batch() == 2) {
                app.load(3);
            } else if (batch.batch() == 3) {
                app.load(1);
            }
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            app.rig.time.after(Duration.ofMinutes(10), () -> {
                sizes.put(batch.batch(), new Size(app.wanted(), app.ready()));
                verdict.complete(batch.batch() == 3 ? last : new Verdict.Passed());
            });
            return verdict;
        };
        return sizes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Scenario("load triples in a batch")
    void capacityFollowsALoadThatTriplesAndFallsAndTheAutoscalerIsAsBefore(boolean behavior) {
        AutoscaledRig app =
                AutoscaledRig.of(behavior ? Scalers.hpaWithBehavior("cart", 3, 40) : Scalers.hpa("cart", 3, 40));
        Map<Integer, Size> sizes = spikeInBatchTwo(app, new Verdict.Passed());
        ReleaseResult result = app.rig.end(app.rig.start(spec().build()));
        assertThat(result.outcome()).as(app.rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(sizes.get(1).stable()).isBetween(5, 7);
        assertThat(sizes.get(2).ready()).isBetween(15L, 21L);
        assertThat(sizes.get(3).stable()).isBetween(3, 8);
        app.assertEnded("cart:v2");
    }

    @Test
    void aFailedCheckInBatchThreeLeavesTheAutoscalerAsItWas() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 60));
        Map<Integer, Size> sizes = spikeInBatchTwo(app, new Verdict.Rejected("errors"));
        ReleaseResult result = app.rig.end(app.rig.start(spec().build()));
        assertThat(result.outcome()).as(app.rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(sizes.get(2).ready()).isBetween(15L, 21L);
        app.assertEnded("cart:v1");
    }

    @ParameterizedTest
    @EnumSource(names = {"SURGE", "REPLACE"})
    void aRollbackInTheSoakLeavesTheAutoscalerAsItWas(Capacity capacity) {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 40));
        Release release = app.rig.start(
                spec().capacity(capacity).soak(Duration.ofMinutes(30)).build());
        app.rig.untilSaid("SOAKING");
        assertThat(AutoscalerFreeze.frozenBy(app.hpa()).isPresent()).isEqualTo(capacity == Capacity.REPLACE);
        release.command(Command.ROLL_BACK_NOW, "ops");
        assertThat(app.rig.end(release).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        app.assertEnded("cart:v1");
    }

    @Test
    void aRollbackWhileStableIsDrainedLeavesTheAutoscalerAsItWas() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpaWithBehavior("cart", 3, 40));
        Release release = app.rig.start(spec().build());
        app.rig.untilSaid("scale stable cart from");
        assertThat(AutoscalerFreeze.frozenBy(app.hpa())).isPresent();
        release.command(Command.ROLL_BACK_NOW, "ops");
        assertThat(app.rig.end(release).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        app.assertEnded("cart:v1");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void withReplaceTheAutoscalerIsFrozenForAsLongAsTheReleaseLasts(int min) {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", min, 6));
        app.rig.judge = batch -> {
            app.load(batch.batch() == 1 ? 3 : 1);
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            app.rig.time.after(Duration.ofMinutes(10), () -> {
                assertThat(AutoscalerFreeze.frozenBy(app.hpa())).isPresent();
                assertThat(app.asked()).isEqualTo(6);
                verdict.complete(new Verdict.Passed());
            });
            return verdict;
        };
        ReleaseResult result =
                app.rig.end(app.rig.start(spec().capacity(Capacity.REPLACE).build()));
        assertThat(result.outcome()).as(app.rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(app.rig.log).anyMatch(line -> line.contains("not followed"));
        app.assertEnded("cart:v2");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 6})
    @Scenario("HPA at max before the release")
    void atItsMaximumBeforeTheReleaseItIsRefusedWithWhatToDo(int min) {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", min, 6));
        ReleaseResult result = app.rig.end(app.rig.start(spec().build()));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).contains("maximum of 6").contains("capacity: 'replace'");
        app.assertEnded("cart:v1");
    }

    @Test
    void atItsMaximumInTheReleaseItStandsStillAndGoesOnWhenThereIsRoom() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 9));
        Release release = app.rig.start(spec().build());
        app.rig.untilSaid("allows 9 pods");
        app.wait(Duration.ofMinutes(30));
        assertThat(app.asked()).isEqualTo(9);
        app.edit(hpa -> hpa.edit().editSpec().withMaxReplicas(15).endSpec().build());
        assertThat(app.rig.end(release).outcome()).as(app.rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(app.hpa().getSpec().getMaxReplicas()).isEqualTo(15);
        assertThat(app.hpa().getSpec().getMinReplicas()).isEqualTo(3);
        app.wait(Duration.ofMinutes(1));
        app.rig.assertClean(AutoscaledRig.CLUSTER, "cart", "cart:v2", app.wanted());
    }

    @Test
    @Scenario("load flat for a long pause (no drift)")
    void aLongPauseUnderFlatLoadChangesNothing() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 40));
        app.rig.judge = batch -> new CompletableFuture<>();
        Release release = app.rig.start(spec().build());
        app.rig.until(() -> !app.rig.checks.isEmpty());
        app.wait(Duration.ofMinutes(20));
        int asked = app.asked();
        int lines = app.rig.log.size();
        app.wait(Duration.ofHours(2));
        assertThat(app.asked()).isEqualTo(asked).isBetween(6, 8);
        assertThat(app.rig.log).as(app.rig::tail).hasSize(lines);
        app.rig.invariants.permit(AutoscaledRig.CLUSTER, "cart", 4);
        release.command(Command.PROMOTE_NOW, "ops");
        assertThat(app.rig.end(release).outcome()).isEqualTo(Outcome.RELEASED);
        app.assertEnded("cart:v2");
    }

    @Test
    @Scenario("KEDA present")
    void kedasScaledObjectWorksInTheReleaseAndIsAsBeforeAfterwards() {
        AutoscaledRig app = AutoscaledRig.of(
                Kind.SCALED_OBJECT,
                Scalers.keda("cart", 3, 40),
                new LoadModel.Load("s0-prometheus", LoadTrace.constant(540), LoadModel.Sharing.SHARED));
        Map<Integer, Size> sizes = spikeInBatchTwo(app, new Verdict.Passed());
        Release release = app.rig.start(spec().build());
        app.rig.untilSaid("scale stable cart from");
        assertThat(app.scaler().getMetadata().getAnnotations()).containsEntry("autoscaling.keda.sh/paused", "true");
        assertThat(app.rig.end(release).outcome()).as(app.rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(sizes.get(2).ready()).isBetween(15L, 21L);
        app.assertEnded("cart:v2");
        assertThat(app.server.list(Kind.HPA, Rig.NS, null)).hasSize(1);
    }

    @Test
    void twoAutoscalersAreRefused() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 40));
        app.server.create(
                Rig.OWNER,
                Kind.HPA,
                Scalers.hpa("cart", 2, 9)
                        .edit()
                        .editMetadata()
                        .withName("second")
                        .endMetadata()
                        .build());
        assertRefused(app, "two autoscalers");
    }

    @Test
    void aVerticalAutoscalerThatEvictsIsRefused() {
        AutoscaledRig app = AutoscaledRig.of(Scalers.hpa("cart", 3, 40));
        app.server.create(Rig.OWNER, Kind.VPA, Scalers.vpa("cart", "Auto"));
        assertRefused(app, "is in mode Auto and evicts pods");
    }

    private static void assertRefused(AutoscaledRig app, String why) {
        ReleaseResult result = app.rig.end(app.rig.start(spec().build()));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).contains(why);
        app.assertScalerAsBefore();
        assertThat(app.stable().getMetadata().getLabels()).containsOnlyKeys("app");
    }
}
