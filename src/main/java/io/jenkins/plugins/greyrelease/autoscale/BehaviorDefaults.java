package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import java.util.List;

/**
 * What the API server fills into a {@code behavior} that is there but incomplete ({@code pkg/apis/autoscaling/v2/
 * defaults.go}). A behavior that is absent stays absent.
 */
public final class BehaviorDefaults {
    private BehaviorDefaults() {}

    /**
     * The behavior with every default in it, as the server stores it.
     *
     * <p>Example: {@code {scaleDown: {selectPolicy: Disabled}}} becomes scaleUp {@code {stabilizationWindowSeconds: 0,
     * selectPolicy: Max, policies: [Pods 4 in 15 s, Percent 100 in 15 s]}} and scaleDown {@code {selectPolicy:
     * Disabled, policies: [Percent 100 in 15 s]}}, whose window is left to the controller (5 minutes).
     *
     * @param behavior null gives null
     */
    public static HorizontalPodAutoscalerBehavior fill(HorizontalPodAutoscalerBehavior behavior) {
        if (behavior == null) {
            return null;
        }
        return new HorizontalPodAutoscalerBehaviorBuilder()
                .withScaleUp(up(behavior.getScaleUp()))
                .withScaleDown(down(behavior.getScaleDown()))
                .build();
    }

    private static HPAScalingRules up(HPAScalingRules rules) {
        HPAScalingRules filled =
                common(rules, List.of(new HPAScalingPolicy(15, "Pods", 4), new HPAScalingPolicy(15, "Percent", 100)));
        return filled.getStabilizationWindowSeconds() != null
                ? filled
                : new HPAScalingRulesBuilder(filled)
                        .withStabilizationWindowSeconds(0)
                        .build();
    }

    private static HPAScalingRules down(HPAScalingRules rules) {
        return common(rules, List.of(new HPAScalingPolicy(15, "Percent", 100)));
    }

    private static HPAScalingRules common(HPAScalingRules rules, List<HPAScalingPolicy> policies) {
        HPAScalingRulesBuilder builder =
                rules == null ? new HPAScalingRulesBuilder() : new HPAScalingRulesBuilder(rules);
        if (builder.getSelectPolicy() == null) {
            builder.withSelectPolicy("Max");
        }
        if (rules == null || rules.getPolicies() == null || rules.getPolicies().isEmpty()) {
            builder.withPolicies(policies);
        }
        return builder.build();
    }
}
