package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Load;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Sharing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HpaControllerTest {
    private static final Duration MINUTES_3 = Duration.ofMinutes(3);
    private final HpaWorld world = new HpaWorld();

    private void cpu(double millicores) {
        world.load.put("shop", "cart", Load.cpu(LoadTrace.constant(millicores)));
    }

    @Test
    void staysWithinTheTolerance() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 3, 30));
        cpu(630);

        world.run(Duration.ofMinutes(10));

        assertThat(world.replicas("cart")).isEqualTo(10);
        assertThat(world.condition("cart", "ScalingActive")).isEqualTo("True ValidMetricFound");
        assertThat(world.hpa("cart")
                        .getStatus()
                        .getCurrentMetrics()
                        .get(0)
                        .getResource()
                        .getCurrent())
                .satisfies(value -> assertThat(value.getAverageUtilization()).isEqualTo(63));
    }

    @Test
    void followsALoadThatTriplesAndFallsAgain() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 3, 30));
        cpu(600);
        world.run(MINUTES_3);
        world.load.times(3, world.time.elapsed());

        world.run(MINUTES_3);
        assertThat(world.replicas("cart")).isEqualTo(30);

        world.load.times(1, world.time.elapsed());
        world.run(Duration.ofMinutes(4));
        assertThat(world.replicas("cart"))
                .as("still in the stabilisation window")
                .isEqualTo(30);
        world.run(MINUTES_3);
        assertThat(world.replicas("cart")).isEqualTo(10);
        assertThat(world.hpa("cart").getStatus().getLastScaleTime()).isNotNull();
    }

    @Test
    void setsADeploymentBelowTheMinimumBackWithinOneSyncWithoutAnyMetric() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 6, 30));
        world.run(MINUTES_3);
        world.api.scale("test", Kind.DEPLOYMENT, "shop", "cart", 2);

        world.run(Duration.ofSeconds(15));

        assertThat(world.replicas("cart")).isEqualTo(6);
        assertThat(world.condition("cart", "AbleToScale")).isEqualTo("True SucceededRescale");
    }

    @Test
    void countsTheCanarysPodsThroughTheSharedSelector() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 3, 30));
        cpu(600);
        world.run(MINUTES_3);
        world.deployment("cart-r1", 10);

        world.run(Duration.ofMinutes(9));

        assertThat(world.replicas("cart"))
                .as("20 pods at 30 %% ask for half of the 20")
                .isEqualTo(10);
        world.api.scale("test", Kind.DEPLOYMENT, "shop", "cart", 4);
        world.run(Duration.ofMinutes(2));
        assertThat(world.replicas("cart"))
                .as("14 pods at 43 %% ask for 10: it fights")
                .isEqualTo(10);
    }

    @Test
    void twoAutoscalersOnTheSamePodsAreAmbiguousAndDoNothing() {
        world.deployment("cart", 10);
        world.deployment("cart-r1", 1);
        world.create(HpaWorld.hpa("cart", "cart", 3, 30));
        world.create(HpaWorld.hpa("other", "cart-r1", 1, 30));
        cpu(6000);
        world.run(Duration.ofMinutes(1));

        int before = world.replicas("cart");
        world.run(MINUTES_3);

        assertThat(world.condition("cart", "ScalingActive")).isEqualTo("False AmbiguousSelector");
        assertThat(world.replicas("cart")).isEqualTo(before);
    }

    @Test
    void aFrozenOneHoldsAtAnyLoadAndThroughScalingToZero() {
        world.deployment("cart", 10);
        HorizontalPodAutoscaler hpa = HpaWorld.hpa("cart", "cart", 6, 30);
        world.create(hpa);
        cpu(600);
        world.run(MINUTES_3);
        world.api.patch(
                "grey-release",
                Kind.HPA,
                "shop",
                "cart",
                Patch.merge("{\"spec\":{\"minReplicas\":1,\"behavior\":{\"scaleUp\":{\"selectPolicy\":\"Disabled\"},"
                        + "\"scaleDown\":{\"selectPolicy\":\"Disabled\"}}}}"));

        for (double factor : new double[] {0.1, 1.5}) {
            world.load.times(factor, world.time.elapsed());
            world.run(Duration.ofMinutes(7));
            assertThat(world.replicas("cart")).isEqualTo(10);
        }
        for (int replicas : new int[] {4, 1, 0}) {
            world.api.scale("test", Kind.DEPLOYMENT, "shop", "cart", replicas);
            world.run(Duration.ofMinutes(1));
            assertThat(world.replicas("cart")).isEqualTo(replicas);
        }
        assertThat(world.condition("cart", "ScalingActive")).isEqualTo("False ScalingDisabled");
    }

    @Test
    void aMetricThatDoesNotFallWithMorePodsRunsItUpToTheMaximum() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 3, 25));
        world.load.put("shop", "cart", new Load("cpu", LoadTrace.constant(90), Sharing.PER_POD));

        world.run(Duration.ofMinutes(5));

        assertThat(world.replicas("cart")).isEqualTo(25);
        assertThat(world.condition("cart", "ScalingLimited")).isEqualTo("True TooManyReplicas");
    }

    @Test
    void withoutMetricsNothingIsScaledAndTheConditionSaysWhy() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 3, 30));

        world.run(MINUTES_3);

        assertThat(world.replicas("cart")).isEqualTo(10);
        assertThat(world.condition("cart", "ScalingActive")).isEqualTo("False FailedGetResourceMetric");
    }

    @Test
    void aTargetThatIsGoneIsSaidInAbleToScale() {
        world.create(HpaWorld.hpa("cart", "gone", 3, 30));

        world.run(MINUTES_3);

        assertThat(world.condition("cart", "AbleToScale")).isEqualTo("False FailedGetScale");
    }

    @Test
    void youngPodsCountAsIdleOnTheWayUpSoThatOneStepIsNotTakenTwice() {
        world.deployment("cart", 10);
        world.create(HpaWorld.hpa("cart", "cart", 3, 100));
        cpu(600);
        world.run(Duration.ofMinutes(8));
        world.load.times(1.5, world.time.elapsed());

        world.run(Duration.ofMinutes(8));

        assertThat(world.replicas("cart")).isEqualTo(15);
    }
}
