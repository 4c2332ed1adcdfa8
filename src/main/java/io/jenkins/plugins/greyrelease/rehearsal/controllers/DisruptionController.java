package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Keeps the status of disruption budgets.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/disruption/disruption.go}. Not copied: pods of controllers
 * of other kinds (a share of them is SyncFailed, custom ones with a scale too), events, the arbitrary choice of the one
 * budget that is counted anew where several cover a pod, and the condition DisruptionTarget on pods.
 */
final class DisruptionController implements Controller {
    static final String WHO = "disruption-controller";

    private final ControllerContext context;
    private final View<PodDisruptionBudget> budgets;
    private final DisruptionCounter counter;
    private final WorkQueue queue;
    /** Keys of budgets by a label that their selector demands, or by namespace where it demands none. */
    private final Map<String, Set<String>> selecting = new HashMap<>();

    DisruptionController(ControllerContext context, View<PodDisruptionBudget> budgets, Supplier<Duration> delay) {
        this.context = context;
        this.budgets = budgets;
        this.counter = new DisruptionCounter(context);
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        budgets.onChange(this::budgetChanged);
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
        selecting.clear();
    }

    private void budgetChanged(PodDisruptionBudget before, PodDisruptionBudget after) {
        if (before != null) {
            selecting.getOrDefault(bucket(before), new TreeSet<>()).remove(View.key(before));
        }
        if (after != null) {
            selecting.computeIfAbsent(bucket(after), b -> new TreeSet<>()).add(View.key(after));
        }
        queue.add(View.key(after == null ? before : after));
    }

    private static String bucket(PodDisruptionBudget budget) {
        String namespace = budget.getMetadata().getNamespace();
        Map<String, String> labels = budget.getSpec().getSelector() == null
                ? null
                : budget.getSpec().getSelector().getMatchLabels();
        if (labels == null || labels.isEmpty()) {
            return namespace;
        }
        Map.Entry<String, String> first = new TreeMap<>(labels).firstEntry();
        return bucket(namespace, first);
    }

    private static String bucket(String namespace, Map.Entry<String, String> label) {
        return namespace + "/" + label.getKey() + "=" + label.getValue();
    }

    private void wake(Pod pod) {
        if (pod == null) {
            return;
        }
        String namespace = pod.getMetadata().getNamespace();
        wake(selecting.getOrDefault(namespace, Set.of()), pod);
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (labels != null) {
            new TreeMap<>(labels)
                    .entrySet()
                    .forEach(label -> wake(selecting.getOrDefault(bucket(namespace, label), Set.of()), pod));
        }
    }

    private void wake(Set<String> keys, Pod pod) {
        for (String key : keys) {
            budgets.get(key)
                    .filter(each -> Selector.matches(
                            each.getSpec().getSelector(), pod.getMetadata().getLabels()))
                    .ifPresent(each -> queue.add(key));
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
