package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/** What autoscalers and disruption budgets must look like. */
final class PolicyRules {

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

    private static final int LONGEST_WINDOW = 3600;
    private static final int LONGEST_PERIOD = 1800;

    private static final Set<String> UNHEALTHY = Set.of("AlwaysAllow", "IfHealthyBudget");

    private PolicyRules() {}

    static void check(Problems problems, HorizontalPodAutoscaler hpa) {
        HorizontalPodAutoscalerSpec spec = hpa.getSpec();
        if (spec == null || spec.getScaleTargetRef() == null) {
            problems.required("spec.scaleTargetRef");
            return;
        }
        int min = spec.getMinReplicas();
        if (min < 1) {
            problems.invalid("spec.minReplicas", min, "must be greater than or equal to 1");
        }
        if (spec.getMaxReplicas() == null || spec.getMaxReplicas() < 1) {
            problems.invalid("spec.maxReplicas", spec.getMaxReplicas(), "must be greater than 0");
        } else if (spec.getMaxReplicas() < min) {
            problems.invalid(
                    "spec.maxReplicas", spec.getMaxReplicas(), "must be greater than or equal to `minReplicas`");
        }
        for (int i = 0; i < spec.getMetrics().size(); i++) {
            HpaMetricRules.check(
                    problems, "spec.metrics[" + i + "]", spec.getMetrics().get(i));
        }
        if (spec.getBehavior() != null) {
            rules(problems, "spec.behavior.scaleUp", spec.getBehavior().getScaleUp());
            rules(problems, "spec.behavior.scaleDown", spec.getBehavior().getScaleDown());
        }
    }

    /** Upstream {@code validateScalingRules} and {@code validateScalingPolicy}. */
    private static void rules(Problems problems, String field, HPAScalingRules rules) {
        if (rules == null) {
            return;
        }
        Integer window = rules.getStabilizationWindowSeconds();
        if (window != null && window < 0) {
            problems.invalid(field + ".stabilizationWindowSeconds", window, "must be greater than or equal to zero");
        } else if (window != null && window > LONGEST_WINDOW) {
            problems.invalid(
                    field + ".stabilizationWindowSeconds", window, "must be less than or equal to " + LONGEST_WINDOW);
        }
        if (rules.getTolerance() != null
                && rules.getTolerance().getNumericalAmount().signum() < 0) {
            problems.invalid(field + ".tolerance", rules.getTolerance().toString(), "must be non-negative");
        }
        for (int i = 0; i < rules.getPolicies().size(); i++) {
            HPAScalingPolicy policy = rules.getPolicies().get(i);
            String at = field + ".policies[" + i + "]";
            if (policy.getValue() <= 0) {
                problems.invalid(at + ".value", policy.getValue(), "must be greater than zero");
            }
            if (policy.getPeriodSeconds() <= 0) {
                problems.invalid(at + ".periodSeconds", policy.getPeriodSeconds(), "must be greater than zero");
            } else if (policy.getPeriodSeconds() > LONGEST_PERIOD) {
                problems.invalid(
                        at + ".periodSeconds",
                        policy.getPeriodSeconds(),
                        "must be less than or equal to " + LONGEST_PERIOD);
            }
        }
    }

    static void check(Problems problems, PodDisruptionBudget pdb) {
        if (pdb.getSpec() == null) {
            return;
        }
        IntOrString min = pdb.getSpec().getMinAvailable();
        IntOrString max = pdb.getSpec().getMaxUnavailable();
        if (min != null && max != null) {
            problems.invalid("spec", "{}", "minAvailable and maxUnavailable cannot be both set");
        }
        amount(problems, "spec.minAvailable", min);
        amount(problems, "spec.maxUnavailable", max);
        atMostAll(problems, "spec.minAvailable", min);
        atMostAll(problems, "spec.maxUnavailable", max);
        String policy = pdb.getSpec().getUnhealthyPodEvictionPolicy();
        if (policy != null && !UNHEALTHY.contains(policy)) {
            problems.invalid(
                    "spec.unhealthyPodEvictionPolicy",
                    policy,
                    "supported values: \"AlwaysAllow\", \"IfHealthyBudget\"");
        }
    }

    private static void atMostAll(Problems problems, String field, IntOrString amount) {
        String text = amount == null ? null : amount.getStrVal();
        if (text != null
                && PERCENT.matcher(text).matches()
                && new BigInteger(text.substring(0, text.length() - 1)).compareTo(BigInteger.valueOf(100)) > 0) {
            problems.invalid(field, text, "must not be greater than 100%");
        }
    }

    /** A count or a percentage; null is fine. */
    static void amount(Problems problems, String field, IntOrString amount) {
        if (amount == null) {
            return;
        }
        Integer number = amount.getIntVal();
        if (number != null) {
            problems.notNegative(field, number);
        } else if (amount.getStrVal() == null
                || !PERCENT.matcher(amount.getStrVal()).matches()) {
            problems.invalid(
                    field,
                    amount.getStrVal(),
                    "a valid percent string must be a numeric string followed by" + " an ending '%'");
        }
    }
}
