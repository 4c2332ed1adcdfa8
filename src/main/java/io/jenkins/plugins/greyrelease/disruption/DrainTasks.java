package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes a {@link RoundTask} of what was seen. */
final class DrainTasks {
    /** Labels that say where a node stands, the narrower first. */
    private static final List<String> RACK = List.of("topology.kubernetes.io/rack", "topology.kubernetes.io/zone");

    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final long USUAL_PODS = 110;

    private final DrainSight sight;
    private final Set<String> drained;
    /** By selector, affinity and tolerations: the nodes that allow them. */
    private final Map<List<Object>, Optional<Set<String>>> allowed = new HashMap<>();

    private DrainTasks(DrainSight sight, Collection<String> drained) {
        this.sight = sight;
        this.drained = new TreeSet<>(drained);
    }

    /** @param drained names of the nodes that are left to be drained */
    static RoundTask of(DrainSight sight, Collection<String> drained, int maxParallel) {
        return new DrainTasks(sight, drained).make(maxParallel);
    }

    private RoundTask make(int maxParallel) {
        Map<String, Space> taken = new TreeMap<>();
        Map<String, Integer> atOnce = new TreeMap<>();
        List<RoundTask.Tenant> tenants = new ArrayList<>();
        for (Pod pod : sight.pods()) {
            String node = DrainedPods.node(pod);
            if (node.isEmpty() || DrainedPods.over(pod)) {
                continue;
            }
            if (DrainedPods.moves(pod)) {
                String app = sight.app(pod);
                atOnce.computeIfAbsent(app, sight::atOnce);
                tenants.add(tenant(pod, node, app));
            } else {
                taken.merge(node, DrainedPods.wants(pod), Space::plus);
            }
        }
        List<RoundTask.Node> nodes = sight.nodes().values().stream()
                .map(each -> node(each, taken.getOrDefault(each.getMetadata().getName(), Space.NONE)))
                .toList();
        List<RoundTask.Allowance> allowances = atOnce.entrySet().stream()
                .map(each -> new RoundTask.Allowance(each.getKey(), each.getValue()))
                .toList();
        return new RoundTask(nodes, tenants, allowances, maxParallel);
    }

    private RoundTask.Node node(Node node, Space taken) {
        String name = node.getMetadata().getName();
        Map<String, Quantity> has = node.getStatus() == null || node.getStatus().getAllocatable() == null
                ? Map.of()
                : node.getStatus().getAllocatable();
        long pods = has.containsKey("pods") ? DrainedPods.amount(has.get("pods"), 1) : USUAL_PODS;
        Space all = new Space(DrainedPods.amount(has.get("cpu"), 1000), DrainedPods.amount(has.get("memory"), 1), pods);
        boolean open = !NodeMark.cordoned(node) && ready(node);
        return new RoundTask.Node(name, rack(node), all.minus(taken), drained.contains(name), open);
    }

    private static boolean ready(Node node) {
        return node.getStatus() == null
                || node.getStatus().getConditions() == null
                || node.getStatus().getConditions().stream()
                        .noneMatch(each -> "Ready".equals(each.getType()) && !"True".equals(each.getStatus()));
    }

    static String rack(Node node) {
        return RACK.stream()
                .map(key -> NodeMark.label(node, key))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private RoundTask.Tenant tenant(Pod pod, String node, String app) {
        return new RoundTask.Tenant(
                DrainedPods.name(pod),
                node,
                DrainedPods.wants(pod),
                List.of(app),
                nodes(pod),
                spreadsOverRacks(pod),
                apart(pod) ? app : "");
    }

    private static boolean spreadsOverRacks(Pod pod) {
        return pod.getSpec().getTopologySpreadConstraints() != null
                && pod.getSpec().getTopologySpreadConstraints().stream()
                        .anyMatch(each -> "DoNotSchedule".equals(each.getWhenUnsatisfiable())
                                && RACK.contains(each.getTopologyKey()));
    }

    private static boolean apart(Pod pod) {
        Affinity affinity = pod.getSpec().getAffinity();
        return affinity != null
                && affinity.getPodAntiAffinity() != null
                && affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution() != null
                && affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution().stream()
                        .anyMatch(each -> HOSTNAME.equals(each.getTopologyKey()));
    }

    private Optional<Set<String>> nodes(Pod pod) {
        List<NodeSelectorTerm> terms = terms(pod);
        Map<String, String> selector = pod.getSpec().getNodeSelector() == null
                ? Map.of()
                : pod.getSpec().getNodeSelector();
        List<Toleration> tolerations = pod.getSpec().getTolerations() == null
                ? List.of()
                : pod.getSpec().getTolerations();
        return allowed.computeIfAbsent(List.of(selector, terms, tolerations), key -> {
            Set<String> names = new TreeSet<>();
            for (Node each : sight.nodes().values()) {
                boolean fits = labels(each).entrySet().containsAll(selector.entrySet())
                        && (terms.isEmpty() || terms.stream().anyMatch(term -> matches(term, labels(each))))
                        && tolerates(tolerations, each);
                if (fits) {
                    names.add(each.getMetadata().getName());
                }
            }
            return names.size() == sight.nodes().size() ? Optional.empty() : Optional.of(names);
        });
    }

    private static List<NodeSelectorTerm> terms(Pod pod) {
        Affinity affinity = pod.getSpec().getAffinity();
        return affinity == null
                        || affinity.getNodeAffinity() == null
                        || affinity.getNodeAffinity().getRequiredDuringSchedulingIgnoredDuringExecution() == null
                ? List.of()
                : affinity.getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms();
    }

    private static Map<String, String> labels(Node node) {
        return node.getMetadata().getLabels() == null
                ? Map.of()
                : node.getMetadata().getLabels();
    }

    private static boolean matches(NodeSelectorTerm term, Map<String, String> labels) {
        return term.getMatchExpressions() == null
                || term.getMatchExpressions().stream().allMatch(each -> meets(each, labels));
    }

    /** Comparisons of numbers count as met: the estimate errs on the side of room. */
    private static boolean meets(NodeSelectorRequirement wanted, Map<String, String> labels) {
        String value = labels.get(wanted.getKey());
        return switch (wanted.getOperator()) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> true;
        };
    }

    private static boolean tolerates(List<Toleration> tolerations, Node node) {
        List<Taint> taints = node.getSpec() == null || node.getSpec().getTaints() == null
                ? List.of()
                : node.getSpec().getTaints();
        return taints.stream()
                .filter(each -> "NoSchedule".equals(each.getEffect()) || "NoExecute".equals(each.getEffect()))
                // a cordon's own taint goes with it
                .filter(each -> !"node.kubernetes.io/unschedulable".equals(each.getKey()))
                .allMatch(taint -> tolerations.stream().anyMatch(each -> tolerates(each, taint)));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean anyKey = toleration.getKey() == null || toleration.getKey().isEmpty();
        boolean exists = "Exists".equals(toleration.getOperator());
        String value = taint.getValue() == null ? "" : taint.getValue();
        boolean sameEffect = toleration.getEffect() == null
                || toleration.getEffect().isEmpty()
                || toleration.getEffect().equals(taint.getEffect());
        return sameEffect
                && (anyKey ? exists : toleration.getKey().equals(taint.getKey()))
                && (exists || value.equals(toleration.getValue() == null ? "" : toleration.getValue()));
    }
}
