package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.function.Consumer;

/** Recreates a Deployment: all old pods go, then the new ones come. */
final class RecreateUpdate {
    private final ControllerContext context;
    private final DeploymentDraft draft;
    private final ReplicaSetFamily family;
    private final ReplicaSetScaler scaler;
    private final DeploymentStatusWriter status;
    private final Consumer<List<ReplicaSet>> cleanUp;

    RecreateUpdate(
            ControllerContext context,
            DeploymentDraft draft,
            ReplicaSetFamily family,
            ReplicaSetScaler scaler,
            DeploymentStatusWriter status,
            Consumer<List<ReplicaSet>> cleanUp) {
        this.context = context;
        this.draft = draft;
        this.family = family;
        this.scaler = scaler;
        this.status = status;
        this.cleanUp = cleanUp;
    }

    void run(List<ReplicaSet> owned) {
        Replicas sets = family.find(owned);
        List<ReplicaSet> activeOld = ReplicaSets.active(sets.old());
        activeOld.forEach(each -> scaler.scale(each, 0));
        if (!activeOld.isEmpty() || oldPodsRun(sets)) {
            status.syncRollout(sets);
            return;
        }
        Replicas complete = sets.newOne() == null ? family.findOrCreate(owned) : sets;
        scaler.scale(complete.newOne(), DeploymentMath.replicas(draft.get()));
        if (DeploymentStatusWriter.isComplete(draft.get(), draft.status())) {
            cleanUp.accept(complete.old());
        }
        status.syncRollout(complete);
    }

    private boolean oldPodsRun(Replicas sets) {
        return sets.old().stream()
                .anyMatch(rs -> ReplicaSets.actual(rs) > 0
                        || context.pods().ownedBy(rs.getMetadata().getUid()).stream()
                                .anyMatch(pod -> !Pods.isOver(pod)));
    }
}
