package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.List;

/**
 * An autoscaler's defaults: at least one pod, 80% of the CPU. An absent behavior stays absent; a present one is filled
 * up, so a half-written one never means "none".
 */
final class HpaDefaults {

    private HpaDefaults() {}

    static HorizontalPodAutoscalerSpec of(HorizontalPodAutoscalerSpec given) {
        HorizontalPodAutoscalerSpec spec = given;
        if (spec.getMinReplicas() == null) {
            spec = Shape.with(spec, "minReplicas", 1);
        }
        if (spec.getMetrics() == null || spec.getMetrics().isEmpty()) {
            var cpu = new MetricSpecBuilder()
                    .withType("Resource")
                    .withNewResource()
                    .withName("cpu")
                    .withNewTarget()
                    .withType("Utilization")
                    .withAverageUtilization(80)
                    .endTarget()
                    .endResource()
                    .build();
            spec = Shape.with(spec, "metrics", List.of(cpu));
        }
        HorizontalPodAutoscalerBehavior behavior = spec.getBehavior();
        if (behavior == null) {
            return spec;
        }
        HPAScalingRules up = rules(behavior.getScaleUp(), 0, List.of(pods(4), percent(100)));
        HPAScalingRules down = rules(behavior.getScaleDown(), null, List.of(percent(100)));
        if (up == behavior.getScaleUp() && down == behavior.getScaleDown()) {
            return spec;
        }
        HorizontalPodAutoscalerBehavior full = Shape.with(behavior, "scaleUp", up);
        return Shape.with(spec, "behavior", Shape.with(full, "scaleDown", down));
    }

    private static HPAScalingRules rules(HPAScalingRules given, Integer window, List<HPAScalingPolicy> policies) {
        HPAScalingRules rules = given == null ? new HPAScalingRules() : given;
        if (rules.getSelectPolicy() == null) {
            rules = Shape.with(rules, "selectPolicy", "Max");
        }
        if (rules.getStabilizationWindowSeconds() == null && window != null) {
            rules = Shape.with(rules, "stabilizationWindowSeconds", window);
        }
        if (rules.getPolicies() == null || rules.getPolicies().isEmpty()) {
            rules = Shape.with(rules, "policies", policies);
        }
        return rules;
    }

    private static HPAScalingPolicy percent(int value) {
        return new HPAScalingPolicy(15, "Percent", value);
    }

    private static HPAScalingPolicy pods(int value) {
        return new HPAScalingPolicy(15, "Pods", value);
    }
}
