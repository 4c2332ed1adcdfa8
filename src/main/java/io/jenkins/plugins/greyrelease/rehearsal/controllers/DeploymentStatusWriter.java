package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Computes a Deployment's status as a value and writes it if it differs. */
final class DeploymentStatusWriter {
    private final ControllerContext context;
    private final DeploymentDraft draft;
    private final WorkQueue queue;

    DeploymentStatusWriter(ControllerContext context, DeploymentDraft draft, WorkQueue queue) {
        this.context = context;
        this.draft = draft;
        this.queue = queue;
    }

    /** The status outside of a roll: no progress is estimated. */
    void sync(Replicas sets) {
        write(calculate(sets));
    }

    /** The status in a roll: progress, its deadline, and failures of ReplicaSets. */
    void syncRollout(Replicas sets) {
        DeploymentStatus base = calculate(sets);
        List<DeploymentCondition> conditions = withProgress(base, sets.newOne());
        DeploymentCondition failure = replicaFailure(sets);
        conditions = failure == null
                ? DeploymentConditions.without(conditions, DeploymentConditions.REPLICA_FAILURE)
                : DeploymentConditions.set(conditions, failure);
        DeploymentStatus wanted = base.edit().withConditions(conditions).build();
        if (!write(wanted)) {
            requeueStuck(wanted);
        }
    }

    private boolean write(DeploymentStatus wanted) {
        if (wanted.equals(draft.status())) {
            return false;
        }
        draft.status(wanted);
        draft.writeStatus();
        return true;
    }

    private DeploymentStatus calculate(Replicas sets) {
        Deployment d = draft.get();
        List<ReplicaSet> all = sets.all();
        int available = ReplicaSets.sum(all, ReplicaSets::available);
        int unavailable = Math.max(0, ReplicaSets.sum(all, ReplicaSets::replicas) - available);
        return new DeploymentStatusBuilder()
                .withObservedGeneration(d.getMetadata().getGeneration())
                .withReplicas(orNull(ReplicaSets.sum(all, ReplicaSets::actual)))
                .withUpdatedReplicas(orNull(sets.newOne() == null ? 0 : ReplicaSets.actual(sets.newOne())))
                .withReadyReplicas(orNull(ReplicaSets.sum(all, ReplicaSets::ready)))
                .withAvailableReplicas(orNull(available))
                .withUnavailableReplicas(orNull(unavailable))
                .withCollisionCount(draft.status().getCollisionCount())
                .withConditions(DeploymentConditions.set(DeploymentConditions.of(d), availability(d, available)))
                .build();
    }

    private DeploymentCondition availability(Deployment d, int available) {
        boolean enough = available >= DeploymentMath.replicas(d) - DeploymentMath.maxUnavailable(d);
        return DeploymentConditions.condition(
                DeploymentConditions.AVAILABLE,
                enough ? "True" : "False",
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                context.now());
    }

    private List<DeploymentCondition> withProgress(DeploymentStatus base, ReplicaSet newOne) {
        List<DeploymentCondition> conditions = DeploymentConditions.of(base);
        if (!draft.hasProgressDeadline()) {
            return DeploymentConditions.without(conditions, DeploymentConditions.PROGRESSING);
        }
        DeploymentCondition current = draft.progressing();
        boolean wasDone = current != null
                && DeploymentConditions.NEW_AVAILABLE.equals(current.getReason())
                && ReplicaSets.or0(base.getReplicas()) == ReplicaSets.or0(base.getUpdatedReplicas());
        if (wasDone) {
            return conditions;
        }
        String what = newOne == null
                ? "Deployment \"" + draft.get().getMetadata().getName() + "\""
                : "ReplicaSet \"" + newOne.getMetadata().getName() + "\"";
        if (isComplete(draft.get(), base)) {
            return DeploymentConditions.set(
                    conditions,
                    progress("True", DeploymentConditions.NEW_AVAILABLE, what + " has successfully progressed."));
        }
        if (isProgressing(draft.status(), base)) {
            return withFreshProgress(conditions, current, what);
        }
        if (isTimedOut(current)) {
            return DeploymentConditions.set(
                    conditions,
                    progress("False", DeploymentConditions.TIMED_OUT, what + " has timed out progressing."));
        }
        return conditions;
    }

    /** Each progress moves the time of update, by which the deadline is measured; the transition stays. */
    private List<DeploymentCondition> withFreshProgress(
            List<DeploymentCondition> conditions, DeploymentCondition current, String what) {
        DeploymentCondition fresh = progress("True", "ReplicaSetUpdated", what + " is progressing.");
        if (current != null && "True".equals(current.getStatus())) {
            fresh = fresh.edit()
                    .withLastTransitionTime(current.getLastTransitionTime())
                    .build();
        }
        List<DeploymentCondition> result = DeploymentConditions.without(conditions, DeploymentConditions.PROGRESSING);
        result.add(fresh);
        return result;
    }

    private DeploymentCondition progress(String status, String reason, String message) {
        return DeploymentConditions.condition(DeploymentConditions.PROGRESSING, status, reason, message, context.now());
    }

    /** All wanted pods are new and available, and there are no others. */
    static boolean isComplete(Deployment d, DeploymentStatus status) {
        int wanted = DeploymentMath.replicas(d);
        Long seen = status.getObservedGeneration();
        Long generation = d.getMetadata().getGeneration();
        return ReplicaSets.or0(status.getUpdatedReplicas()) == wanted
                && ReplicaSets.or0(status.getReplicas()) == wanted
                && ReplicaSets.or0(status.getAvailableReplicas()) == wanted
                && (generation == null || seen != null && seen >= generation);
    }

    /** More new pods, fewer old ones, or more of them ready or available. */
    static boolean isProgressing(DeploymentStatus before, DeploymentStatus now) {
        int newBefore = ReplicaSets.or0(before.getUpdatedReplicas());
        int newNow = ReplicaSets.or0(now.getUpdatedReplicas());
        return newNow > newBefore
                || ReplicaSets.or0(now.getReplicas()) - newNow < ReplicaSets.or0(before.getReplicas()) - newBefore
                || ReplicaSets.or0(now.getReadyReplicas()) > ReplicaSets.or0(before.getReadyReplicas())
                || ReplicaSets.or0(now.getAvailableReplicas()) > ReplicaSets.or0(before.getAvailableReplicas());
    }

    private boolean isTimedOut(DeploymentCondition current) {
        if (current == null || DeploymentConditions.NEW_AVAILABLE.equals(current.getReason())) {
            return false;
        }
        return DeploymentConditions.TIMED_OUT.equals(current.getReason())
                || deadline(current).isBefore(context.time().now());
    }

    private Instant deadline(DeploymentCondition progressing) {
        return Instant.parse(progressing.getLastUpdateTime())
                .plusSeconds(draft.get().getSpec().getProgressDeadlineSeconds());
    }

    /**
     * Nothing will happen by itself when a roll is stuck: come back when its deadline is over. A roll that was complete
     * once cannot exceed it any more; upstream comes back ten times a second then, to no effect.
     */
    private void requeueStuck(DeploymentStatus status) {
        DeploymentCondition current = draft.progressing();
        if (!draft.hasProgressDeadline()
                || current == null
                || isComplete(draft.get(), status)
                || DeploymentConditions.NEW_AVAILABLE.equals(current.getReason())
                || DeploymentConditions.TIMED_OUT.equals(current.getReason())) {
            return;
        }
        Duration left = Duration.between(context.time().now(), deadline(current));
        String key = View.key(draft.get());
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            queue.addRateLimited(key);
        } else {
            queue.addAfter(key, left.plusSeconds(1));
        }
    }

    /** The failure of the new ReplicaSet, else of an old one, else null. */
    private static DeploymentCondition replicaFailure(Replicas sets) {
        List<ReplicaSet> order = new ArrayList<>(sets.old());
        if (sets.newOne() != null) {
            order.add(0, sets.newOne());
        }
        for (ReplicaSet rs : order) {
            if (rs.getStatus() != null && rs.getStatus().getConditions() != null) {
                for (ReplicaSetCondition each : rs.getStatus().getConditions()) {
                    if (DeploymentConditions.REPLICA_FAILURE.equals(each.getType())) {
                        return new DeploymentConditionBuilder()
                                .withType(each.getType())
                                .withStatus(each.getStatus())
                                .withReason(each.getReason())
                                .withMessage(each.getMessage())
                                .withLastTransitionTime(each.getLastTransitionTime())
                                .withLastUpdateTime(each.getLastTransitionTime())
                                .build();
                    }
                }
            }
        }
        return null;
    }

    private static Integer orNull(int number) {
        return number == 0 ? null : number;
    }
}
