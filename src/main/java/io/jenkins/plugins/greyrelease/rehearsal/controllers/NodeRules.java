package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/** Whether a pod may be on a node, whatever else is there: selector, affinity, taints, cordon. */
final class NodeRules {

    private NodeRules() {}

    /** Why not, in the scheduler's words, or null. */
    static String refusal(Pod pod, Node node) {
        if (Boolean.TRUE.equals(node.getSpec().getUnschedulable())
                && !tolerates(pod, "node.kubernetes.io/unschedulable", "", "NoSchedule")) {
            return "node(s) were unschedulable";
        }
        for (Taint each : node.getSpec().getTaints() == null
                ? List.<Taint>of()
                : node.getSpec().getTaints()) {
            boolean keepsOff = !"PreferNoSchedule".equals(each.getEffect());
            String value = each.getValue() == null ? "" : each.getValue();
            if (keepsOff && !tolerates(pod, each.getKey(), value, each.getEffect())) {
                return "node(s) had untolerated taint {" + each.getKey() + ": " + value + "}";
            }
        }
        if (!selects(pod, node)) {
            return "node(s) didn't match Pod's node affinity/selector";
        }
        return null;
    }

    /** Whether a toleration of the pod matches such a taint. */
    static boolean tolerates(Pod pod, String key, String value, String effect) {
        return toleration(pod, key, value, effect) != null;
    }

    /** The toleration of the pod for such a taint, or null. */
    static Toleration toleration(Pod pod, String key, String value, String effect) {
        List<Toleration> tolerations = pod.getSpec().getTolerations();
        for (Toleration each : tolerations == null ? List.<Toleration>of() : tolerations) {
            boolean all = each.getKey() == null || each.getKey().isEmpty();
            boolean exists = "Exists".equals(each.getOperator());
            boolean sameEffect = each.getEffect() == null
                    || each.getEffect().isEmpty()
                    || each.getEffect().equals(effect);
            boolean sameKey = all ? exists : each.getKey().equals(key);
            boolean sameValue = exists || value.equals(each.getValue() == null ? "" : each.getValue());
            if (sameEffect && sameKey && sameValue) {
                return each;
            }
        }
        return null;
    }

    private static boolean selects(Pod pod, Node node) {
        Map<String, String> labels = node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        if (selector != null && !labels.entrySet().containsAll(selector.entrySet())) {
            return false;
        }
        NodeAffinity affinity = pod.getSpec().getAffinity() == null
                ? null
                : pod.getSpec().getAffinity().getNodeAffinity();
        if (affinity == null || affinity.getRequiredDuringSchedulingIgnoredDuringExecution() == null) {
            return true;
        }
        return affinity.getRequiredDuringSchedulingIgnoredDuringExecution().getNodeSelectorTerms().stream()
                .anyMatch(term -> matches(term, labels));
    }

    private static boolean matches(NodeSelectorTerm term, Map<String, String> labels) {
        List<NodeSelectorRequirement> wanted = term.getMatchExpressions();
        return wanted != null && !wanted.isEmpty() && wanted.stream().allMatch(each -> meets(each, labels));
    }

    private static boolean meets(NodeSelectorRequirement wanted, Map<String, String> labels) {
        String value = labels.get(wanted.getKey());
        return switch (wanted.getOperator()) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" ->
                value != null && number(value) > number(wanted.getValues().get(0));
            case "Lt" ->
                value != null && number(value) < number(wanted.getValues().get(0));
            default -> false;
        };
    }

    private static long number(String text) {
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : Long.MIN_VALUE;
    }
}
