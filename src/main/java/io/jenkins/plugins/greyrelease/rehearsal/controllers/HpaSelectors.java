package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The selectors that HPAs scale under, and the pods under each: two HPAs on one pod are ambiguous. */
final class HpaSelectors {
    private final View<Pod> pods;
    private final NavigableMap<String, LabelSelector> selectors = new TreeMap<>();

    HpaSelectors(View<Pod> pods) {
        this.pods = pods;
    }

    void put(String hpa, LabelSelector selector) {
        selectors.put(hpa, selector);
    }

    void remove(String hpa) {
        selectors.remove(hpa);
    }

    void clear() {
        selectors.clear();
    }

    /** All pods under the selector, a canary's too. */
    Collection<Pod> pods(String namespace, LabelSelector selector) {
        Map<String, String> labels = selector.getMatchLabels();
        Collection<Pod> candidates =
                labels == null || labels.isEmpty() ? pods.list(namespace) : pods.labelled(namespace, labels);
        List<?> expressions = selector.getMatchExpressions();
        if (expressions == null || expressions.isEmpty()) {
            return List.copyOf(candidates);
        }
        return candidates.stream()
                .filter(pod -> Selector.matches(selector, pod.getMetadata().getLabels()))
                .toList();
    }

    /** The keys of all HPAs of the namespace that select any of these pods. */
    TreeSet<String> selecting(String namespace, Collection<Pod> some) {
        TreeSet<String> found = new TreeSet<>();
        selectors.subMap(namespace + "/", namespace + "0").forEach((hpa, selector) -> {
            if (some.stream()
                    .anyMatch(
                            pod -> Selector.matches(selector, pod.getMetadata().getLabels()))) {
                found.add(hpa);
            }
        });
        return found;
    }
}
