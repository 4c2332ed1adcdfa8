package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Rolls a Deployment: the new ReplicaSet up and the old ones down, within surge and unavailable. */
final class RollingUpdate {
    /** A ReplicaSet has more available pods than it wants: it is still shrinking, look again later. */
    private static final int UNCLEAR = -1;

    private final DeploymentDraft draft;
    private final ReplicaSetFamily family;
    private final ReplicaSetScaler scaler;
    private final DeploymentStatusWriter status;
    private final Consumer<List<ReplicaSet>> cleanUp;

    RollingUpdate(
            DeploymentDraft draft,
            ReplicaSetFamily family,
            ReplicaSetScaler scaler,
            DeploymentStatusWriter status,
            Consumer<List<ReplicaSet>> cleanUp) {
        this.draft = draft;
        this.family = family;
        this.scaler = scaler;
        this.status = status;
        this.cleanUp = cleanUp;
    }

    void run(List<ReplicaSet> owned) {
        Replicas sets = family.findOrCreate(owned);
        if (!scaledNew(sets) && !scaledOld(sets) && DeploymentStatusWriter.isComplete(draft.get(), draft.status())) {
            cleanUp.accept(sets.old());
        }
        status.syncRollout(sets);
    }

    private boolean scaledNew(Replicas sets) {
        Deployment d = draft.get();
        ReplicaSet newOne = sets.newOne();
        int now = ReplicaSets.replicas(newOne);
        int wanted = DeploymentMath.replicas(d);
        int size = now >= wanted ? wanted : DeploymentMath.newReplicas(d, sets.all(), newOne);
        scaler.scale(newOne, size);
        return size != now;
    }

    private boolean scaledOld(Replicas sets) {
        List<ReplicaSet> old = ReplicaSets.active(sets.old());
        int most = mostToRemove(draft.get(), sets);
        if (old.isEmpty() || most <= 0) {
            return false;
        }
        try {
            List<ReplicaSet> left = new ArrayList<>(old);
            int cleaned = removeUnhealthy(left, most);
            return cleaned != UNCLEAR && cleaned + removeHealthy(left, sets.newOne()) > 0;
        } catch (KubeException refused) {
            // as upstream: nothing is reported done; the change that refused this write brings the Deployment back
            return false;
        }
    }

    /**
     * How many old pods may go at most: all - minimum available - new ones not available yet. Example: 10 wanted, 2
     * unavailable, 3 surge; 13 pods of which 5 new ones crash: 13 - 8 - 5 = 0.
     */
    static int mostToRemove(Deployment d, Replicas sets) {
        int all = ReplicaSets.sum(sets.all(), ReplicaSets::replicas);
        int minimum = DeploymentMath.replicas(d) - DeploymentMath.maxUnavailable(d);
        int newMissing = ReplicaSets.replicas(sets.newOne()) - ReplicaSets.available(sets.newOne());
        return all - minimum - newMissing;
    }

    /** First those that do not serve anyway: they would block the roll. */
    private int removeUnhealthy(List<ReplicaSet> old, int most) {
        int removed = 0;
        for (int i = 0; i < old.size() && removed < most; i++) {
            ReplicaSet each = old.get(i);
            int unhealthy = ReplicaSets.replicas(each) - ReplicaSets.available(each);
            int some = Math.min(most - removed, unhealthy);
            if (unhealthy != 0 && ReplicaSets.replicas(each) != 0) {
                if (some < 0) {
                    return UNCLEAR;
                }
                old.set(i, scaler.scale(each, ReplicaSets.replicas(each) - some));
                removed += some;
            }
        }
        return removed;
    }

    private int removeHealthy(List<ReplicaSet> old, ReplicaSet newOne) {
        int minimum = DeploymentMath.replicas(draft.get()) - DeploymentMath.maxUnavailable(draft.get());
        int spare = ReplicaSets.sum(ReplicaSets.with(old, newOne), ReplicaSets::available) - minimum;
        int removed = 0;
        for (ReplicaSet each : old) {
            int some = Math.min(ReplicaSets.replicas(each), spare - removed);
            if (some > 0) {
                scaler.scale(each, ReplicaSets.replicas(each) - some);
                removed += some;
            }
        }
        return removed;
    }
}
