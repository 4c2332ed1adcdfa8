package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a Deployment as values: every change gives a new list. */
final class DeploymentConditions {
    static final String PROGRESSING = "Progressing";
    static final String AVAILABLE = "Available";
    static final String REPLICA_FAILURE = "ReplicaFailure";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";
    static final String NEW_AVAILABLE = "NewReplicaSetAvailable";
    static final String PAUSED = "DeploymentPaused";

    private DeploymentConditions() {}

    static DeploymentCondition condition(String type, String status, String reason, String message, String now) {
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(now)
                .withLastTransitionTime(now)
                .build();
    }

    /** The conditions of this Deployment; empty without a status. */
    static List<DeploymentCondition> of(Deployment d) {
        return d.getStatus() == null ? List.of() : of(d.getStatus());
    }

    static List<DeploymentCondition> of(DeploymentStatus status) {
        return status.getConditions() == null ? List.of() : status.getConditions();
    }

    /** The condition of this type, or null. */
    static DeploymentCondition find(List<DeploymentCondition> conditions, String type) {
        return conditions.stream()
                .filter(each -> type.equals(each.getType()))
                .findFirst()
                .orElse(null);
    }

    /**
     * With this condition, unless there is one of the same status and reason; the time of transition stays where the
     * status does.
     */
    static List<DeploymentCondition> set(List<DeploymentCondition> conditions, DeploymentCondition wanted) {
        DeploymentCondition current = find(conditions, wanted.getType());
        boolean sameStatus = current != null && current.getStatus().equals(wanted.getStatus());
        if (sameStatus && current.getReason().equals(wanted.getReason())) {
            return conditions;
        }
        List<DeploymentCondition> result = without(conditions, wanted.getType());
        result.add(
                sameStatus
                        ? wanted.edit()
                                .withLastTransitionTime(current.getLastTransitionTime())
                                .build()
                        : wanted);
        return result;
    }

    static List<DeploymentCondition> without(List<DeploymentCondition> conditions, String type) {
        List<DeploymentCondition> result = new ArrayList<>(conditions);
        result.removeIf(each -> type.equals(each.getType()));
        return result;
    }
}
