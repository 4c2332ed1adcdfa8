package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a drain sees its cluster: by watches over all namespaces. Thread-safe. */
final class DrainEyes implements AutoCloseable {
    /** News that come together are looked at together. */
    private static final Duration GATHER = Duration.ofMillis(300);

    private final Scheduler scheduler;
    private final Runnable look;
    private final AtomicBoolean gathering = new AtomicBoolean();
    private final Mirror<Node> nodes;
    private final Mirror<Pod> pods;
    private final Mirror<Deployment> deployments;
    private final Mirror<ReplicaSet> replicaSets;
    private final Mirror<StatefulSet> statefulSets;
    private final Mirror<PodDisruptionBudget> budgets;

    /** @param look called when something may have changed, on any thread */
    DrainEyes(Cluster cluster, Scheduler scheduler, Ids ids, Runnable look) {
        this.scheduler = scheduler;
        this.look = look;
        Runnable news = this::gather;
        nodes = new Mirror<>(cluster, Kind.NODE, scheduler, ids, news);
        pods = new Mirror<>(cluster, Kind.POD, scheduler, ids, news);
        deployments = new Mirror<>(cluster, Kind.DEPLOYMENT, scheduler, ids, news);
        replicaSets = new Mirror<>(cluster, Kind.REPLICA_SET, scheduler, ids, news);
        statefulSets = new Mirror<>(cluster, Kind.STATEFUL_SET, scheduler, ids, news);
        budgets = new Mirror<>(cluster, Kind.PDB, scheduler, ids, news);
    }

    private void gather() {
        if (gathering.compareAndSet(false, true)) {
            scheduler.after(GATHER, () -> {
                gathering.set(false);
                look.run();
            });
        }
    }

    void open() {
        all().forEach(Mirror::list);
    }

    boolean synced() {
        return all().stream().allMatch(Mirror::synced);
    }

    Optional<KubeException> problem() {
        return all().stream().flatMap(each -> each.problem().stream()).findFirst();
    }

    /** Why it may not look. */
    Optional<KubeException> forbidden() {
        return all().stream()
                .flatMap(each -> each.problem().stream())
                .filter(problem -> problem.reason() == KubeException.Reason.FORBIDDEN)
                .findFirst();
    }

    DrainSight sight() {
        return new DrainSight(
                nodes.all(), pods.all(), deployments.all(), replicaSets.all(), statefulSets.all(), budgets.all());
    }

    /** What a write of ours answered. */
    void written(Node node) {
        nodes.written(node);
    }

    @Override
    public void close() {
        all().forEach(Mirror::close);
    }

    private List<Mirror<?>> all() {
        return List.of(nodes, pods, deployments, replicaSets, statefulSets, budgets);
    }
}
