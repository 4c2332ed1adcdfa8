package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaLimits.Bounds;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaLimits.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HpaLimitsTest {
    private final HpaHistory history = new HpaHistory();

    private Outcome at(int seconds, HorizontalPodAutoscalerBehavior behavior, int current, int proposed) {
        return HpaLimits.apply(history, Duration.ofSeconds(seconds), new Bounds(2, 50, behavior), current, proposed);
    }

    private static HPAScalingRules rules(String select, Integer window, HPAScalingPolicy... policies) {
        return new HPAScalingRulesBuilder()
                .withSelectPolicy(select)
                .withStabilizationWindowSeconds(window)
                .withPolicies(policies)
                .build();
    }

    private static HPAScalingPolicy pods(int value, int seconds) {
        return new HPAScalingPolicy(seconds, "Pods", value);
    }

    private static HPAScalingPolicy percent(int value, int seconds) {
        return new HPAScalingPolicy(seconds, "Percent", value);
    }

    @Test
    void withoutBehaviorNeverMoreThanTwiceAsManyAtOnce() {
        Outcome outcome = at(0, null, 10, 40);

        assertThat(outcome.replicas()).isEqualTo(20);
        assertThat(outcome.limited().reason()).isEqualTo("ScaleUpLimit");
        assertThat(outcome.isLimited()).isTrue();
        assertThat(at(15, null, 1, 40).replicas()).isEqualTo(4);
    }

    @Test
    void withoutBehaviorTheHighestOfFiveMinutesHolds() {
        assertThat(at(0, null, 10, 10).replicas()).isEqualTo(10);
        Outcome held = at(300, null, 10, 3);
        assertThat(held.replicas()).isEqualTo(10);
        assertThat(held.able().reason()).isEqualTo("ScaleDownStabilized");
        assertThat(at(301, null, 10, 3).replicas()).isEqualTo(3);
    }

    @Test
    void minimumAndMaximumHold() {
        assertThat(at(0, null, 3, 1).replicas()).isEqualTo(2);
        Outcome most = at(600, null, 40, 90);
        assertThat(most.replicas()).isEqualTo(50);
        assertThat(most.limited().reason()).isEqualTo("TooManyReplicas");
    }

    @Test
    void aPolicyCountsWhatWasAddedInItsPeriod() {
        HorizontalPodAutoscalerBehavior behavior =
                new HorizontalPodAutoscalerBehavior(rules("Max", null, percent(100, 15)), rules("Max", 0, pods(3, 60)));

        assertThat(at(0, behavior, 10, 40).replicas()).isEqualTo(13);
        history.scaled(Duration.ZERO, Duration.ofSeconds(60), 10, 13);
        assertThat(at(15, behavior, 13, 40).replicas()).isEqualTo(13);
        assertThat(at(59, behavior, 13, 40).replicas()).isEqualTo(13);
        assertThat(at(60, behavior, 13, 40).replicas()).isEqualTo(16);
    }

    @Test
    void selectPolicyChoosesTheLargestOrTheSmallestChange() {
        HPAScalingPolicy[] both = {pods(4, 60), percent(100, 60)};
        assertThat(HpaLimits.upLimit(history, Duration.ZERO, rules("Max", 0, both), 10))
                .isEqualTo(20);
        assertThat(HpaLimits.upLimit(history, Duration.ZERO, rules("Min", 0, both), 10))
                .isEqualTo(14);
        HPAScalingPolicy[] down = {pods(4, 60), percent(10, 60)};
        assertThat(HpaLimits.downLimit(history, Duration.ZERO, rules("Max", 0, down), 10))
                .isEqualTo(6);
        assertThat(HpaLimits.downLimit(history, Duration.ZERO, rules("Min", 0, down), 10))
                .isEqualTo(9);
    }

    @Test
    void disabledHoldsBothWays() {
        HPAScalingRules off = rules("Disabled", 0, percent(100, 15));
        HorizontalPodAutoscalerBehavior frozen = new HorizontalPodAutoscalerBehavior(off, off);

        assertThat(at(0, frozen, 10, 40).replicas()).isEqualTo(10);
        assertThat(at(600, frozen, 10, 1).replicas()).isEqualTo(10);
    }

    @Test
    void aWindowForScalingUpTakesTheLowestRecommendation() {
        HorizontalPodAutoscalerBehavior slow = new HorizontalPodAutoscalerBehavior(
                rules("Max", null, percent(100, 15)), rules("Max", 120, percent(900, 15)));

        assertThat(at(0, slow, 10, 10).replicas()).isEqualTo(10);
        Outcome held = at(60, slow, 10, 30);
        assertThat(held.replicas()).isEqualTo(10);
        assertThat(held.able().reason()).isEqualTo("ScaleUpStabilized");
        assertThat(at(120, slow, 10, 30).replicas()).isEqualTo(30);
    }
}
