package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One sync of one ReplicaSet: claim pods, create or delete some, write the status. */
final class ReplicaSetSync {
    private static final int BURST = 500;

    private final ControllerContext context;
    private final Expectations expectations;
    private final WorkQueue queue;
    private final ReplicaSet rs;
    private final String key;

    ReplicaSetSync(ControllerContext context, Expectations expectations, WorkQueue queue, ReplicaSet cached) {
        this.context = context;
        this.expectations = expectations;
        this.queue = queue;
        this.rs = cached;
        this.key = View.key(cached);
    }

    /** @throws KubeException if a write was refused: the ReplicaSet is to come back */
    void run() {
        boolean satisfied = expectations.satisfied(key);
        List<Pod> pods = claim();
        KubeException failed = null;
        if (satisfied && rs.getMetadata().getDeletionTimestamp() == null) {
            try {
                manage(pods);
            } catch (KubeException e) {
                failed = e;
            }
        }
        Instant now = context.time().now();
        ReplicaSetStatus status = status(pods, failed, now);
        write(status);
        if (failed != null) {
            throw failed;
        }
        planAvailabilityCheck(pods, status, now);
    }

    private List<Pod> claim() {
        List<Pod> candidates =
                new ArrayList<>(context.pods().ownedBy(rs.getMetadata().getUid()));
        candidates.addAll(context.pods().orphans(rs.getMetadata().getNamespace()));
        candidates.removeIf(pod -> !Pods.isActive(pod));
        return new Claims<>(context.api(), ReplicaSetController.WHO, Kind.REPLICA_SET, Kind.POD)
                .claim(rs, rs.getSpec().getSelector(), candidates);
    }

    private void manage(List<Pod> pods) {
        int missing = ReplicaSets.replicas(rs) - pods.size();
        if (missing > 0) {
            create(Math.min(missing, BURST));
        } else if (missing < 0) {
            delete(DeletionRanking.first(
                    pods, related(), Math.min(-missing, BURST), context.time().now()));
        }
    }

    /** In batches of 1, 2, 4, …: a quota that allows none is asked once, not 500 times. */
    private void create(int count) {
        expectations.expectCreations(key, count);
        int done = 0;
        for (int batch = 1; done < count; batch *= 2) {
            int size = Math.min(batch, count - done);
            int failures = 0;
            KubeException failed = null;
            for (int i = 0; i < size; i++) {
                try {
                    context.api().create(ReplicaSetController.WHO, Kind.POD, pod());
                } catch (KubeException e) {
                    failed = failed == null ? e : failed;
                    failures++;
                }
            }
            done += size - failures;
            if (failed != null) {
                for (int skipped = done; skipped < count; skipped++) {
                    expectations.creationObserved(key);
                }
                throw failed;
            }
        }
    }

    private Pod pod() {
        PodTemplateSpec template = rs.getSpec().getTemplate();
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withGenerateName(rs.getMetadata().getName() + "-")
                .withNamespace(rs.getMetadata().getNamespace())
                .withLabels(
                        template.getMetadata() == null
                                ? null
                                : template.getMetadata().getLabels())
                .withAnnotations(
                        template.getMetadata() == null
                                ? null
                                : template.getMetadata().getAnnotations())
                .withOwnerReferences(Owners.reference(Kind.REPLICA_SET, rs))
                .build();
        return new Pod("v1", "Pod", metadata, template.getSpec(), null);
    }

    private void delete(List<Pod> pods) {
        expectations.expectDeletions(
                key, pods.stream().map(pod -> pod.getMetadata().getUid()).toList());
        KubeException failed = null;
        for (Pod pod : pods) {
            try {
                context.api()
                        .delete(
                                ReplicaSetController.WHO,
                                Kind.POD,
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getName(),
                                DeleteOptions.BACKGROUND);
            } catch (KubeException e) {
                expectations.deletionObserved(key, pod.getMetadata().getUid());
                failed = e.reason() == KubeException.Reason.NOT_FOUND || failed != null ? failed : e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** The pods of all ReplicaSets of the same owner. */
    private List<Pod> related() {
        List<Pod> result = new ArrayList<>();
        if (Owners.controllerOf(rs) != null) {
            String owner = Owners.controllerOf(rs).getUid();
            context.replicaSets()
                    .ownedBy(owner)
                    .forEach(each -> result.addAll(
                            context.pods().ownedBy(each.getMetadata().getUid())));
        }
        return result;
    }

    private ReplicaSetStatus status(List<Pod> pods, KubeException failed, Instant now) {
        Map<String, String> labels = rs.getSpec().getTemplate().getMetadata() == null
                ? Map.of()
                : rs.getSpec().getTemplate().getMetadata().getLabels();
        int minimum = ReplicaSets.or0(rs.getSpec().getMinReadySeconds());
        LabelSelector complete = Selector.of(labels);
        int fullyLabelled =
                count(pods, pod -> Selector.matches(complete, pod.getMetadata().getLabels()));
        int ready = count(pods, Pods::isReady);
        int available = count(pods, pod -> Pods.isAvailable(pod, minimum, now));
        return new ReplicaSetStatusBuilder()
                .withObservedGeneration(rs.getMetadata().getGeneration())
                .withReplicas(pods.size())
                .withFullyLabeledReplicas(orNull(fullyLabelled))
                .withReadyReplicas(orNull(ready))
                .withAvailableReplicas(orNull(available))
                .withConditions(conditions(pods, failed))
                .build();
    }

    private List<ReplicaSetCondition> conditions(List<Pod> pods, KubeException failed) {
        List<ReplicaSetCondition> before =
                rs.getStatus() == null || rs.getStatus().getConditions() == null
                        ? List.of()
                        : rs.getStatus().getConditions();
        List<ReplicaSetCondition> result = new ArrayList<>(before);
        boolean had = before.stream().anyMatch(c -> DeploymentConditions.REPLICA_FAILURE.equals(c.getType()));
        if (failed == null) {
            result.removeIf(each -> DeploymentConditions.REPLICA_FAILURE.equals(each.getType()));
        } else if (!had) {
            result.add(new ReplicaSetConditionBuilder()
                    .withType(DeploymentConditions.REPLICA_FAILURE)
                    .withStatus("True")
                    .withReason(pods.size() < ReplicaSets.replicas(rs) ? "FailedCreate" : "FailedDelete")
                    .withMessage(failed.getMessage())
                    .withLastTransitionTime(context.now())
                    .build());
        }
        return result;
    }

    /** A refused write is tried once more on the live object, as upstream does. */
    private void write(ReplicaSetStatus status) {
        if (Objects.equals(rs.getStatus(), status)) {
            return;
        }
        ReplicaSet changed = Copies.with(rs, status);
        try {
            context.api().updateStatus(ReplicaSetController.WHO, Kind.REPLICA_SET, changed);
        } catch (KubeException refused) {
            ReplicaSet live = context.api()
                    .get(
                            Kind.REPLICA_SET,
                            rs.getMetadata().getNamespace(),
                            rs.getMetadata().getName());
            context.api().updateStatus(ReplicaSetController.WHO, Kind.REPLICA_SET, Copies.with(live, status));
        }
    }

    private void planAvailabilityCheck(List<Pod> pods, ReplicaSetStatus status, Instant now) {
        int minimum = ReplicaSets.or0(rs.getSpec().getMinReadySeconds());
        if (minimum == 0
                || ReplicaSets.or0(status.getReadyReplicas()) == ReplicaSets.or0(status.getAvailableReplicas())) {
            return;
        }
        Duration next = Pods.nextAvailable(pods, minimum, now);
        queue.addAfter(key, next == null ? Duration.ofSeconds(minimum) : next);
    }

    private static int count(List<Pod> pods, java.util.function.Predicate<Pod> what) {
        return (int) pods.stream().filter(what).count();
    }

    private static Integer orNull(int number) {
        return number == 0 ? null : number;
    }
}
