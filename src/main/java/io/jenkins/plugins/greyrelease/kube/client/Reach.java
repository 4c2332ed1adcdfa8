package io.jenkins.plugins.greyrelease.kube.client;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a cluster answers, as the last calls and watches found.
 *
 * <p>Thread-safe.
 */
final class Reach {
    private final Scheduler scheduler;
    private boolean asked;
    private Instant since;
    private String problem;

    Reach(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    synchronized void answered() {
        asked = true;
        since = null;
        problem = null;
    }

    /** A refusal is an answer too; a login that cannot be used is not. */
    synchronized void failed(KubeException cause) {
        if (cause.status() > 0) {
            answered();
            return;
        }
        asked = true;
        since = since == null ? scheduler.now() : since;
        problem = cause.getMessage();
    }

    synchronized ClusterState state(String cluster) {
        return new ClusterState(cluster, asked, Optional.ofNullable(since), Optional.ofNullable(problem));
    }
}
