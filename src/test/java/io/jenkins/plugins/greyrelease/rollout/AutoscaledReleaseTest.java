package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.autoscale.HpaSamples;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.rollout.Move.End;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Releases of an app with a working autoscaler, on simulated controllers. */
class AutoscaledReleaseTest {

    /** Four pods at 90 of 100 millicores each, autoscaled between 2 and {@code max}. */
    private static Sim sim(int max, boolean surge) {
        Sim sim = new Sim(7, 4, "cart:v1");
        sim.controllers.load().put(World.NS, "cart", LoadModel.Load.cpu(LoadTrace.constant(360)));
        sim.api.create(Sim.USER, Kind.HPA, HpaSamples.averageValue("cart", 2, max));
        sim.time.advance(Duration.ofMinutes(1));
        sim.terms = surge ? Run.surge(sim.terms) : sim.terms;
        return sim;
    }

    private static HorizontalPodAutoscaler hpa(Sim sim) {
        return sim.api.get(Kind.HPA, World.NS, "cart");
    }

    private static void assertAsBefore(Sim sim, HorizontalPodAutoscaler before) {
        assertThat(hpa(sim).getSpec()).isEqualTo(before.getSpec());
        assertThat(hpa(sim).getMetadata().getAnnotations())
                .isEqualTo(before.getMetadata().getAnnotations());
        assertThat(hpa(sim).getMetadata().getLabels())
                .isEqualTo(before.getMetadata().getLabels());
    }

    private static int wanted(Sim sim) {
        return View.spec(sim.stable());
    }

    @Test
    void capacityFollowsTheLoadUntilTheLastBatchAndTheAutoscalerIsAsBefore() {
        Sim sim = sim(20, true);
        HorizontalPodAutoscaler before = hpa(sim);
        String uid = sim.stable().getMetadata().getUid();
        sim.reach(new Goal.Grow(1, 1));
        sim.controllers.load().times(3, sim.time.elapsed());
        sim.time.advance(Duration.ofMinutes(3));
        assertThat(sim.ready()).isGreaterThanOrEqualTo(10);
        sim.reach(new Goal.Grow(2, 3));
        sim.controllers.load().times(1, sim.time.elapsed());
        sim.time.advance(Duration.ofMinutes(20));
        assertThat(wanted(sim)).isLessThanOrEqualTo(5);
        sim.reach(new Goal.Grow(3, wanted(sim)));
        int kept = wanted(sim);
        assertThat(sim.reach(new Goal.Promote()).end()).isEqualTo(End.NEW);
        assertAsBefore(sim, before);
        sim.assertEnded("cart:v2", kept, uid);
    }

    @Test
    void theLastDecisionBeforeTheFreezeIsWaitedFor() {
        Sim sim = sim(20, true);
        sim.reach(new Goal.Grow(1, 4));
        sim.until(new Goal.Promote(), "freeze ");
        Duration frozen = sim.time.elapsed();
        assertThat(AutoscalerFreeze.frozenBy(hpa(sim))).contains(sim.terms.release());
        sim.until(new Goal.Promote(), "scale stable cart from 4");
        assertThat(sim.time.elapsed().minus(frozen)).isGreaterThanOrEqualTo(Autoscaling.SYNC);
    }

    @Test
    void goingBackInTheDrainThawsTheAutoscaler() {
        Sim sim = sim(20, true);
        HorizontalPodAutoscaler before = hpa(sim);
        String uid = sim.stable().getMetadata().getUid();
        sim.reach(new Goal.Grow(1, 4));
        sim.until(new Goal.Promote(), "scale stable cart from 4");
        sim.crash(Duration.ofMinutes(5));
        assertThat(sim.reach(new Goal.Back(true)).end()).isEqualTo(End.OLD);
        assertAsBefore(sim, before);
        sim.assertEnded("cart:v1", 4, uid);
    }

    @Test
    void atItsMaximumTheReleaseStopsAndGoesOnWhenThereIsRoom() {
        Sim sim = sim(6, true);
        Move end = sim.drive(new Goal.Grow(1, 4));
        assertThat(end).isInstanceOfSatisfying(Move.Stop.class, stop -> {
            assertThat(stop.code()).isEqualTo("at-max");
            assertThat(stop.why()).contains("allows 6 pods").contains("4 stable and 2 canary");
        });
        sim.api.update(
                Sim.USER,
                Kind.HPA,
                hpa(sim).edit().editSpec().withMaxReplicas(8).endSpec().build());
        assertThat(sim.reach(new Goal.Grow(1, 4)).end()).isEqualTo(End.BATCH);
    }

    @Test
    void whereStableShrinksTheAutoscalerIsFrozenThroughout() {
        Sim sim = sim(20, false);
        HorizontalPodAutoscaler before = hpa(sim);
        String uid = sim.stable().getMetadata().getUid();
        sim.reach(new Goal.Grow(1, 3));
        assertThat(sim.log.get(1)).contains("freeze ");
        sim.time.advance(Duration.ofMinutes(10));
        assertThat(wanted(sim)).isEqualTo(1);
        sim.reach(new Goal.Promote());
        assertAsBefore(sim, before);
        sim.assertEnded("cart:v2", 4, uid);
    }

    @Test
    void anEditOfTheFrozenAutoscalerStopsTheReleaseAndIsKept() {
        Sim sim = sim(20, false);
        sim.reach(new Goal.Grow(1, 1));
        sim.api.update(
                Sim.USER,
                Kind.HPA,
                hpa(sim).edit().editSpec().withMaxReplicas(30).endSpec().build());
        assertThat(sim.drive(new Goal.Grow(2, 4))).isInstanceOfSatisfying(Move.Stop.class, stop -> {
            assertThat(stop.code()).isEqualTo("autoscaler");
            assertThat(stop.why()).contains("while it was frozen");
        });
        sim.reach(new Goal.Back(false));
        assertThat(hpa(sim).getSpec().getMaxReplicas()).isEqualTo(30);
        assertThat(hpa(sim).getSpec().getMinReplicas()).isEqualTo(2);
        assertThat(AutoscalerFreeze.frozenBy(hpa(sim))).isEmpty();
    }

    @Test
    void aFreezeThatAnEarlierReleaseLeftBehindIsUndoneFirst() {
        Sim sim = sim(20, false);
        HorizontalPodAutoscaler before = hpa(sim);
        Terms mine = sim.terms;
        sim.until(new Goal.Grow(1, 1), "freeze ");
        sim.edit("cart", d -> d.editMetadata()
                .withLabels(java.util.Map.of("app", "cart"))
                .endMetadata());
        sim.terms = new TermsLike(mine)
                .release("n0w1")
                .surge(false)
                .fenceposts("1", "0")
                .build();
        sim.reach(new Goal.Grow(1, 1));
        assertThat(AutoscalerFreeze.frozenBy(hpa(sim))).contains("n0w1");
        sim.reach(new Goal.Back(false));
        assertAsBefore(sim, before);
    }
}
