package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;

/** What Kubernetes' label selectors mean. An empty selector matches everything, an absent one nothing. */
public final class Selector {

    /** Matches every object. */
    public static final LabelSelector EVERYTHING = new LabelSelector();

    private Selector() {}

    /** A selector that demands these labels. */
    public static LabelSelector of(Map<String, String> labels) {
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    /**
     * Whether {@code selector} matches {@code labels}; both may be null.
     *
     * @throws IllegalArgumentException if an operator is not In, NotIn, Exists or DoesNotExist
     */
    public static boolean matches(LabelSelector selector, Map<String, String> labels) {
        if (selector == null) {
            return false;
        }
        Map<String, String> present = labels == null ? Map.of() : labels;
        Map<String, String> wanted = selector.getMatchLabels();
        if (wanted != null) {
            for (Map.Entry<String, String> each : wanted.entrySet()) {
                if (!each.getValue().equals(present.get(each.getKey()))) {
                    return false;
                }
            }
        }
        List<LabelSelectorRequirement> requirements = selector.getMatchExpressions();
        return requirements == null || requirements.stream().allMatch(r -> meets(r, present));
    }

    private static boolean meets(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String key = requirement.getKey();
        String value = labels.get(key);
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> labels.containsKey(key);
            case "DoesNotExist" -> !labels.containsKey(key);
            default ->
                throw new IllegalArgumentException(
                        "label selector on '" + key + "': unknown operator " + requirement.getOperator());
        };
    }
}
