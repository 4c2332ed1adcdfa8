package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;

/**
 * One sync of one Deployment: claim its ReplicaSets, then scale (while paused or after a change of size), roll or
 * recreate, then say so in the status.
 */
final class DeploymentSync {
    private final ControllerContext context;
    private final DeploymentDraft draft;
    private final ReplicaSetFamily family;
    private final ReplicaSetScaler scaler;
    private final DeploymentStatusWriter status;

    DeploymentSync(ControllerContext context, Templates templates, WorkQueue queue, Deployment cached) {
        this.context = context;
        this.draft = new DeploymentDraft(context, cached);
        this.scaler = new ReplicaSetScaler(context, draft);
        this.family = new ReplicaSetFamily(context, templates, draft);
        this.status = new DeploymentStatusWriter(context, draft, queue);
    }

    /** @throws KubeException if a write was refused: the Deployment is to come back */
    void run() {
        Deployment d = draft.get();
        if (DeploymentController.isEmpty(d.getSpec().getSelector())) {
            return;
        }
        List<ReplicaSet> owned = claim(d);
        if (d.getMetadata().getDeletionTimestamp() != null) {
            status.sync(family.find(owned));
            return;
        }
        checkPaused();
        if (draft.paused() || isScalingEvent(owned)) {
            scale(owned);
        } else if (DeploymentMath.isRollingUpdate(d)) {
            new RollingUpdate(draft, family, scaler, status, this::cleanUp).run(owned);
        } else {
            new RecreateUpdate(context, draft, family, scaler, status, this::cleanUp).run(owned);
        }
    }

    private List<ReplicaSet> claim(Deployment d) {
        Claims<Deployment, ReplicaSet> claims =
                new Claims<>(context.api(), DeploymentController.WHO, Kind.DEPLOYMENT, Kind.REPLICA_SET);
        List<ReplicaSet> candidates =
                new ArrayList<>(context.replicaSets().ownedBy(d.getMetadata().getUid()));
        candidates.addAll(context.replicaSets().orphans(d.getMetadata().getNamespace()));
        List<ReplicaSet> owned = claims.claim(d, d.getSpec().getSelector(), candidates);
        owned.sort(ReplicaSets.BY_CREATION);
        return owned;
    }

    /** Time in a pause does not count against the progress deadline: the condition says so. */
    private void checkPaused() {
        if (!draft.hasProgressDeadline()) {
            return;
        }
        DeploymentCondition progressing = draft.progressing();
        String reason = progressing == null ? "" : progressing.getReason();
        if (DeploymentConditions.TIMED_OUT.equals(reason)) {
            return;
        }
        boolean saysPaused = DeploymentConditions.PAUSED.equals(reason);
        if (draft.paused() && !saysPaused) {
            draft.progressing("Unknown", DeploymentConditions.PAUSED, "Deployment is paused");
            draft.writeStatus();
        } else if (!draft.paused() && saysPaused) {
            draft.progressing("Unknown", "DeploymentResumed", "Deployment is resumed");
            draft.writeStatus();
        }
    }

    /** Whether the wanted number changed since the active ReplicaSets were last sized. */
    private boolean isScalingEvent(List<ReplicaSet> owned) {
        Replicas seen = family.find(owned);
        for (ReplicaSet each : ReplicaSets.active(seen.all())) {
            String desired = ReplicaSets.annotation(each, ReplicaSets.DESIRED);
            if (desired != null
                    && desired.matches("[0-9]{1,10}")
                    && ReplicaSets.number(desired) != DeploymentMath.replicas(draft.get())) {
                return true;
            }
        }
        return false;
    }

    private void scale(List<ReplicaSet> owned) {
        Replicas seen = family.find(owned);
        scaler.scaleAll(seen);
        if (draft.paused()) {
            cleanUp(seen.old());
        }
        status.sync(seen);
    }

    /** Deletes the oldest empty ReplicaSets beyond the history limit. */
    private void cleanUp(List<ReplicaSet> old) {
        Integer limit = draft.get().getSpec().getRevisionHistoryLimit();
        if (limit == null || limit == Integer.MAX_VALUE) {
            return;
        }
        List<ReplicaSet> alive = new ArrayList<>(old);
        alive.removeIf(rs -> rs.getMetadata().getDeletionTimestamp() != null);
        alive.sort(ReplicaSets.BY_REVISION);
        for (ReplicaSet each : alive.subList(0, Math.max(0, alive.size() - limit))) {
            if (ReplicaSets.actual(each) == 0 && ReplicaSets.replicas(each) == 0 && isObserved(each)) {
                delete(each);
            }
        }
    }

    private void delete(ReplicaSet rs) {
        try {
            context.api()
                    .delete(
                            DeploymentController.WHO,
                            Kind.REPLICA_SET,
                            rs.getMetadata().getNamespace(),
                            rs.getMetadata().getName(),
                            DeleteOptions.BACKGROUND);
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static boolean isObserved(ReplicaSet rs) {
        Long seen = rs.getStatus() == null ? null : rs.getStatus().getObservedGeneration();
        Long generation = rs.getMetadata().getGeneration();
        return generation == null || seen != null && seen >= generation;
    }
}
