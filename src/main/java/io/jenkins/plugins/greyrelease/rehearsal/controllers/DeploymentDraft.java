package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The Deployment of one sync: begins as the cache has it, collects the changes of status and annotations on the way.
 * Like upstream it keeps the resourceVersion it began with, so that a second status write in one sync is refused and the
 * Deployment comes back.
 */
final class DeploymentDraft {
    private final ControllerContext context;
    private Deployment current;

    DeploymentDraft(ControllerContext context, Deployment cached) {
        this.context = context;
        this.current = cached;
    }

    Deployment get() {
        return current;
    }

    DeploymentStatus status() {
        return current.getStatus() == null ? new DeploymentStatus() : current.getStatus();
    }

    boolean paused() {
        return Boolean.TRUE.equals(current.getSpec().getPaused());
    }

    boolean hasProgressDeadline() {
        Integer deadline = current.getSpec().getProgressDeadlineSeconds();
        return deadline != null && deadline != Integer.MAX_VALUE;
    }

    DeploymentCondition progressing() {
        return DeploymentConditions.find(DeploymentConditions.of(current), DeploymentConditions.PROGRESSING);
    }

    /** Takes up a Progressing condition; nothing is written yet. */
    void progressing(String status, String reason, String message) {
        DeploymentCondition wanted = DeploymentConditions.condition(
                DeploymentConditions.PROGRESSING, status, reason, message, context.now());
        List<DeploymentCondition> conditions = DeploymentConditions.set(DeploymentConditions.of(current), wanted);
        status(status().edit().withConditions(conditions).build());
    }

    void status(DeploymentStatus status) {
        current = Copies.with(current, status);
    }

    /** Takes up the revision of the new ReplicaSet; whether that is a change. */
    boolean revision(String revision) {
        Map<String, String> annotations = current.getMetadata().getAnnotations();
        String before = annotations == null ? null : annotations.get(ReplicaSets.REVISION);
        if (Objects.equals(before, revision)) {
            return false;
        }
        Map<String, String> changed = new TreeMap<>(annotations == null ? Map.of() : annotations);
        changed.put(ReplicaSets.REVISION, revision);
        current = Copies.with(
                current, current.getMetadata().edit().withAnnotations(changed).build());
        return true;
    }

    /** Writes status and annotations, refused if the cache was behind. */
    void writeStatus() {
        context.api().updateStatus(DeploymentController.WHO, Kind.DEPLOYMENT, current);
    }
}
