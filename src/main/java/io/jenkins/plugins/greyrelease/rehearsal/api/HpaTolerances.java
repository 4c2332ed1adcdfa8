package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.jenkins.plugins.greyrelease.manifest.Shape;

/**
 * Leaves out the tolerances of autoscalers where the cluster does not know them.
 *
 * <p>Source: Kubernetes 1.34, {@code registry/autoscaling/horizontalpodautoscaler/strategy.go}: with the gate
 * HPAConfigurableTolerance off (alpha in 1.33 and 1.34) they are dropped, unless the stored object has one already.
 */
final class HpaTolerances {
    private boolean known = true;

    void known(boolean nowKnown) {
        known = nowKnown;
    }

    /** The object as it is taken in, given the one that is stored (null for none). */
    <T extends HasMetadata> T admitted(T before, T after) {
        if (known || !(after instanceof HorizontalPodAutoscaler hpa) || has(before)) {
            return after;
        }
        HorizontalPodAutoscalerBehavior behavior =
                hpa.getSpec() == null ? null : hpa.getSpec().getBehavior();
        if (behavior == null) {
            return after;
        }
        HorizontalPodAutoscalerBehavior up = Shape.with(behavior, "scaleUp", without(behavior.getScaleUp()));
        HorizontalPodAutoscalerBehavior both = Shape.with(up, "scaleDown", without(behavior.getScaleDown()));
        return Shape.with(after, "spec", Shape.with(hpa.getSpec(), "behavior", both));
    }

    private static HPAScalingRules without(HPAScalingRules rules) {
        return rules == null ? null : Shape.with(rules, "tolerance", null);
    }

    private static boolean has(HasMetadata stored) {
        if (!(stored instanceof HorizontalPodAutoscaler hpa) || hpa.getSpec().getBehavior() == null) {
            return false;
        }
        HPAScalingRules up = hpa.getSpec().getBehavior().getScaleUp();
        HPAScalingRules down = hpa.getSpec().getBehavior().getScaleDown();
        return up != null && up.getTolerance() != null || down != null && down.getTolerance() != null;
    }
}
