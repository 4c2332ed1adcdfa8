package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names of objects by kind, namespace and label, so that a list by selector need not walk over the namespace. */
final class LabelIndex {
    /** Only looked up in. */
    private final Map<String, Set<String>> names = new HashMap<>();

    void add(Kind<?> kind, String namespace, HasMetadata object) {
        labels(object).forEach((label, value) -> names.computeIfAbsent(
                        key(kind, namespace, label, value), k -> new TreeSet<>())
                .add(object.getMetadata().getName()));
    }

    void remove(Kind<?> kind, String namespace, HasMetadata object) {
        labels(object).forEach((label, value) -> {
            String key = key(kind, namespace, label, value);
            Set<String> there = names.get(key);
            there.remove(object.getMetadata().getName());
            if (there.isEmpty()) {
                names.remove(key);
            }
        });
    }

    /** In order, all that the selector matches, and perhaps others; null if the selector demands no label's value. */
    Set<String> candidates(Kind<?> kind, String namespace, LabelSelector selector) {
        Set<String> fewest = null;
        if (selector.getMatchLabels() != null) {
            for (Map.Entry<String, String> each : selector.getMatchLabels().entrySet()) {
                Set<String> there = names.getOrDefault(key(kind, namespace, each.getKey(), each.getValue()), Set.of());
                fewest = fewest == null || there.size() < fewest.size() ? there : fewest;
            }
        }
        if (fewest != null || selector.getMatchExpressions() == null) {
            return fewest;
        }
        for (LabelSelectorRequirement each : selector.getMatchExpressions()) {
            if ("In".equals(each.getOperator())) {
                Set<String> any = new TreeSet<>();
                each.getValues()
                        .forEach(value ->
                                any.addAll(names.getOrDefault(key(kind, namespace, each.getKey(), value), Set.of())));
                return any;
            }
        }
        return null;
    }

    private static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static String key(Kind<?> kind, String namespace, String label, String value) {
        return kind.group() + "/" + kind.plural() + "/" + namespace + "/" + label + "=" + value;
    }
}
