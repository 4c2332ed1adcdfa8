package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the status of disruption budgets.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/disruption/disruption.go}. Not copied: pods of StatefulSets and other
 * controllers (a budget in percent over them is SyncFailed), events, and the condition DisruptionTarget on pods.
 */
final class DisruptionController implements Controller {
    static final String WHO = "disruption-controller";

    private final ControllerContext context;
    private final View<PodDisruptionBudget> budgets;
    private final DisruptionCounter counter;
    private final WorkQueue queue;

    DisruptionController(ControllerContext context, View<PodDisruptionBudget> budgets, Supplier<Duration> delay) {
        this.context = context;
        this.budgets = budgets;
        this.counter = new DisruptionCounter(context);
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        budgets.onChange((before, after) -> queue.add(View.key(after == null ? before : after)));
        context.pods().onChange((before, after) -> {
            wake(before);
            wake(after);
        });
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
    }

    private void wake(Pod pod) {
        if (pod == null) {
            return;
        }
        for (PodDisruptionBudget each : budgets.list(pod.getMetadata().getNamespace())) {
            if (Selector.matches(each.getSpec().getSelector(), pod.getMetadata().getLabels())) {
                queue.add(View.key(each));
            }
        }
    }

    private void sync(String key) {
        PodDisruptionBudget pdb = budgets.get(key).orElse(null);
        if (pdb == null) {
            return;
        }
        Optional<PodDisruptionBudget> changed;
        try {
            DisruptionStatus.Count count = counter.count(pdb, pods(pdb));
            changed = DisruptionStatus.with(pdb, count, context.now());
            if (!count.disrupted().isEmpty()) {
                queue.addAfter(key, DisruptionCounter.DELETION_TIMEOUT);
            }
        } catch (DisruptionCounter.Uncountable e) {
            changed = DisruptionStatus.failed(pdb, e.getMessage(), context.now());
        }
        changed.ifPresent(each -> context.api().updateStatus(WHO, Kind.PDB, each));
    }

    private List<Pod> pods(PodDisruptionBudget pdb) {
        String namespace = pdb.getMetadata().getNamespace();
        Map<String, String> labels = pdb.getSpec().getSelector() == null
                ? null
                : pdb.getSpec().getSelector().getMatchLabels();
        var candidates = labels == null || labels.isEmpty()
                ? context.pods().list(namespace)
                : context.pods().labelled(namespace, labels);
        return candidates.stream()
                .filter(pod -> Selector.matches(
                        pdb.getSpec().getSelector(), pod.getMetadata().getLabels()))
                .toList();
    }
}
