package io.jenkins.plugins.greyrelease.disruption;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.rollout.LeaseKeeper;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Says that one process drains these nodes: who was asked for the same goes on where the first one ended, and must not do
 * so beside it. The Lease of one that died is taken over when it has not moved for its duration.
 *
 * <p>Threads: everything on the maintenance's own executor.
 */
final class DrainLease {
    /** Nodes are in no namespace; this one is in every cluster. */
    private static final String NAMESPACE = "default";

    private final LeaseKeeper keeper;
    private KubeException problem;

    DrainLease(Cluster cluster, String id, Scheduler scheduler, Ids ids, Executor serial) {
        LeaseKeeper.Place place =
                new LeaseKeeper.Place(cluster, NAMESPACE, "grey-maintenance-" + id, "grey-maintenance-" + ids.next(10));
        keeper = new LeaseKeeper(place, scheduler, ids, serial);
    }

    /** @param changed called when it is held, lost, or somebody else's */
    void acquire(Runnable changed) {
        keeper.acquire(changed, cause -> {
            problem = cause;
            changed.run();
        });
    }

    /** Whether it was renewed recently enough to act. */
    boolean fresh() {
        return keeper.fresh();
    }

    /** Whether somebody else has it by now. */
    boolean lost() {
        return keeper.lost();
    }

    /** Why it can never be had. */
    Optional<KubeException> forbidden() {
        return Optional.ofNullable(problem).filter(cause -> cause.reason() == Reason.FORBIDDEN);
    }

    /** Who has it, while it is somebody else's; empty otherwise. */
    String other() {
        return fresh() ? "" : keeper.other();
    }

    /** Gives it up; never fails. */
    CompletableFuture<Void> giveUp() {
        return keeper.giveUp();
    }
}
