package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.rehearsal.api.EvictionPolicy;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The eviction subresource's questions to the disruption budgets.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/registry/core/pod/storage/eviction.go}. It trusts the budget's status and spends
 * from it; a status older than the budget's spec allows nothing.
 */
public final class DisruptionEvictions implements EvictionPolicy {
    private static final String WHO = "kube-apiserver";
    private static final String VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget. ";

    private final Scheduler time;

    /** A policy on this cluster's clock. */
    public DisruptionEvictions(Scheduler time) {
        this.time = time;
    }

    @Override
    public void admit(Api api, Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null || Pods.isOver(pod) || "Pending".equals(Pods.phase(pod))) {
            return;
        }
        String namespace = pod.getMetadata().getNamespace();
        List<PodDisruptionBudget> budgets = api.list(Kind.PDB, namespace, null).stream()
                .filter(each -> Selector.matches(
                        each.getSpec().getSelector(), pod.getMetadata().getLabels()))
                .toList();
        if (budgets.size() > 1) {
            throw refused(
                    api,
                    pod,
                    Reason.SERVER_ERROR,
                    500,
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                    null);
        }
        if (!budgets.isEmpty() && !isUnguarded(pod, budgets.get(0))) {
            spend(api, pod, budgets.get(0));
        }
    }

    /** An unready pod may go while the others suffice, or always, as the budget says. */
    private static boolean isUnguarded(Pod pod, PodDisruptionBudget budget) {
        if (Pods.isReady(pod)) {
            return false;
        }
        PodDisruptionBudgetStatus status = DisruptionStatus.of(budget);
        int desired = DisruptionStatus.number(status.getDesiredHealthy());
        return "AlwaysAllow".equals(budget.getSpec().getUnhealthyPodEvictionPolicy())
                || desired > 0 && DisruptionStatus.number(status.getCurrentHealthy()) >= desired;
    }

    private void spend(Api api, Pod pod, PodDisruptionBudget budget) {
        PodDisruptionBudgetStatus status = DisruptionStatus.of(budget);
        String name = budget.getMetadata().getName();
        Long generation = budget.getMetadata().getGeneration();
        Long observed = status.getObservedGeneration();
        if (observed == null || generation != null && observed < generation) {
            throw refused(
                    api,
                    pod,
                    Reason.TOO_MANY_REQUESTS,
                    429,
                    VIOLATES + "The disruption budget " + name + " is still being processed by the server.",
                    Duration.ofSeconds(10));
        }
        if (DisruptionStatus.number(status.getDisruptionsAllowed()) == 0) {
            throw refused(
                    api,
                    pod,
                    Reason.TOO_MANY_REQUESTS,
                    429,
                    VIOLATES + "The disruption budget " + name + " needs "
                            + DisruptionStatus.number(status.getDesiredHealthy()) + " healthy pods and has "
                            + DisruptionStatus.number(status.getCurrentHealthy()) + " currently",
                    null);
        }
        String now = time.now().truncatedTo(ChronoUnit.SECONDS).toString();
        api.updateStatus(
                WHO, Kind.PDB, DisruptionStatus.spent(budget, pod.getMetadata().getName(), now));
    }

    private static KubeException refused(
            Api api, Pod pod, Reason reason, int status, String answer, Duration retryAfter) {
        String doing = "evict " + Kind.POD.named(pod.getMetadata().getName()) + " in "
                + pod.getMetadata().getNamespace();
        return new KubeException(api.cluster(), doing, reason, status, answer, retryAfter);
    }
}
