package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerConditionBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import java.util.ArrayList;
import java.util.List;

/** The status of an HPA while one sync works on it. */
final class HpaDraft {
    private final HorizontalPodAutoscaler hpa;
    private final HorizontalPodAutoscalerStatus before;
    private final String now;
    private final List<HorizontalPodAutoscalerCondition> conditions;
    private List<MetricStatus> metrics = List.of();
    private String lastScale;

    HpaDraft(HorizontalPodAutoscaler hpa, String now) {
        this.hpa = hpa;
        this.before = hpa.getStatus() == null ? new HorizontalPodAutoscalerStatus() : hpa.getStatus();
        this.now = now;
        this.conditions = new ArrayList<>(before.getConditions());
        this.lastScale = before.getLastScaleTime();
    }

    /** Sets a condition; its time moves only when its status does. */
    void condition(String type, boolean status, String reason, String message) {
        String value = status ? "True" : "False";
        for (int i = 0; i < conditions.size(); i++) {
            HorizontalPodAutoscalerCondition known = conditions.get(i);
            if (known.getType().equals(type)) {
                String since = known.getStatus().equals(value) ? known.getLastTransitionTime() : now;
                conditions.set(i, new HorizontalPodAutoscalerCondition(since, message, reason, value, type));
                return;
            }
        }
        conditions.add(new HorizontalPodAutoscalerConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(now)
                .build());
    }

    void metrics(List<MetricStatus> seen) {
        metrics = seen;
    }

    void scaled() {
        lastScale = now;
    }

    /** What the status said was wanted, for a sync that comes to no decision. */
    int desiredBefore() {
        return before.getDesiredReplicas() == null ? 0 : before.getDesiredReplicas();
    }

    /** The HPA with its new status, or null if nothing changed. */
    HorizontalPodAutoscaler changed(int current, int desired) {
        HorizontalPodAutoscalerStatus status = new HorizontalPodAutoscalerStatusBuilder()
                .withCurrentReplicas(current)
                .withDesiredReplicas(desired)
                .withLastScaleTime(lastScale)
                .withCurrentMetrics(metrics)
                .withConditions(conditions)
                .build();
        return status.equals(before)
                ? null
                : new HorizontalPodAutoscalerBuilder(hpa).withStatus(status).build();
    }

    /** The HPA with conditions alone changed, or null: when its target could not even be read. */
    HorizontalPodAutoscaler changedConditions() {
        HorizontalPodAutoscalerStatus status = new HorizontalPodAutoscalerStatusBuilder(before)
                .withConditions(conditions)
                .build();
        return status.equals(before)
                ? null
                : new HorizontalPodAutoscalerBuilder(hpa).withStatus(status).build();
    }
}
