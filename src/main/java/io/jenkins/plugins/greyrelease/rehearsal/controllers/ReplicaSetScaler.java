package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.Map;
import java.util.TreeMap;

/** Writes the sizes of a Deployment's ReplicaSets. */
final class ReplicaSetScaler {
    private final ControllerContext context;
    private final DeploymentDraft draft;

    ReplicaSetScaler(ControllerContext context, DeploymentDraft draft) {
        this.context = context;
        this.draft = draft;
    }

    /**
     * Scales outside of a roll ({@code scale} upstream): the only active or else the newest ReplicaSet gets all; beside a
     * saturated new one the old ones go to zero; else all in proportion.
     */
    void scaleAll(Replicas sets) {
        Deployment d = draft.get();
        ReplicaSet one = DeploymentMath.activeOrLatest(sets.newOne(), sets.old());
        if (one != null) {
            scale(one, DeploymentMath.replicas(d));
        } else if (DeploymentMath.isSaturated(d, sets.newOne())) {
            ReplicaSets.active(sets.old()).forEach(each -> scale(each, 0));
        } else if (DeploymentMath.isRollingUpdate(d)) {
            DeploymentMath.proportional(d, ReplicaSets.active(sets.all()))
                    .forEach(each -> write(each.getKey(), each.getValue()));
        }
    }

    /** Gives the ReplicaSet this size; one that has it already is not touched. */
    ReplicaSet scale(ReplicaSet rs, int size) {
        return ReplicaSets.replicas(rs) == size ? rs : write(rs, size);
    }

    /** As {@link #scale}, but also brings the annotations of a ReplicaSet of the right size up to date. */
    private ReplicaSet write(ReplicaSet rs, int size) {
        Map<String, String> annotations = new TreeMap<>(RevisionAnnotations.of(rs));
        RevisionAnnotations.addSizes(draft.get(), annotations);
        if (ReplicaSets.replicas(rs) == size && annotations.equals(RevisionAnnotations.of(rs))) {
            return rs;
        }
        ReplicaSetSpec before = rs.getSpec();
        ObjectMeta metadata =
                rs.getMetadata().edit().withAnnotations(annotations).build();
        ReplicaSetSpec spec =
                new ReplicaSetSpec(before.getMinReadySeconds(), size, before.getSelector(), before.getTemplate());
        return context.api().update(DeploymentController.WHO, Kind.REPLICA_SET, Copies.with(rs, metadata, spec));
    }
}
