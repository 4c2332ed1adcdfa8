package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All disruption budgets of a cluster, or of a namespace, and which of them cover what. Immutable. */
public final class Budgets {
    private final List<Budget> all;
    /** By namespace and one label that the selector demands; by namespace alone where it demands none. */
    private final Map<String, List<Budget>> buckets = new HashMap<>();

    private Budgets(List<Budget> all) {
        this.all = all;
        all.forEach(each ->
                buckets.computeIfAbsent(bucket(each), key -> new ArrayList<>()).add(each));
    }

    /** These budgets, of any namespaces. */
    public static Budgets of(Collection<PodDisruptionBudget> budgets) {
        return new Budgets(budgets.stream()
                .map(Budget::new)
                .sorted(Comparator.comparing(Budget::namespace).thenComparing(Budget::name))
                .toList());
    }

    /** All of them, by namespace and name. */
    public List<Budget> all() {
        return all;
    }

    /** Those that cover a pod, by name. With more than one, the eviction API lets it never go (it answers 500). */
    public List<Budget> over(Pod pod) {
        return over(pod.getMetadata().getNamespace(), pod.getMetadata().getLabels());
    }

    /** Those that cover the pods a Deployment makes now, by name. */
    public List<Budget> over(Deployment deployment) {
        var template = deployment.getSpec().getTemplate().getMetadata();
        return over(deployment.getMetadata().getNamespace(), template == null ? null : template.getLabels());
    }

    /**
     * Those that cover a pod with these labels, by name.
     *
     * @param labels null: none
     */
    public List<Budget> over(String namespace, Map<String, String> labels) {
        List<Budget> candidates = new ArrayList<>(buckets.getOrDefault(namespace, List.of()));
        if (labels != null) {
            labels.forEach(
                    (key, value) -> candidates.addAll(buckets.getOrDefault(bucket(namespace, key, value), List.of())));
        }
        return candidates.stream()
                .filter(each -> each.covers(labels))
                .sorted(Comparator.comparing(Budget::name))
                .toList();
    }

    private static String bucket(Budget budget) {
        Map<String, String> wanted =
                budget.selector() == null ? null : budget.selector().getMatchLabels();
        if (wanted == null || wanted.isEmpty()) {
            return budget.namespace();
        }
        Map.Entry<String, String> first = new TreeMap<>(wanted).firstEntry();
        return bucket(budget.namespace(), first.getKey(), first.getValue());
    }

    private static String bucket(String namespace, String key, String value) {
        return namespace + "/" + key + "=" + value;
    }
}
