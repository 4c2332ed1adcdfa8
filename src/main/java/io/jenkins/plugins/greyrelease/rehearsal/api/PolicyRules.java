package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.regex.Pattern;

/** What autoscalers and disruption budgets must look like. */
final class PolicyRules {

    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

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
