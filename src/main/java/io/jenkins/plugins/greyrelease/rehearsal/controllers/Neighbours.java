package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Whether a pod may be beside others: required affinity, anti-affinity and topology spread. */
final class Neighbours {
    private static final String DO_NOT_SCHEDULE = "DoNotSchedule";

    /** A pod on this node does not want ours in the same domain. */
    private record Avoided(NodeState by, String topologyKey) {}

    private final Pod pod;
    private final Collection<NodeState> nodes;
    private final List<Avoided> avoided;

    /** @param nodes all nodes of the cluster */
    Neighbours(Pod pod, Collection<NodeState> nodes) {
        this.pod = pod;
        this.nodes = nodes;
        this.avoided = avoided(pod, nodes);
    }

    /** Why not on this node, in the scheduler's words, or null. */
    String refusal(NodeState node) {
        for (PodAffinityTerm each : antiAffinity(pod)) {
            if (has(node, each, pod)) {
                return "node(s) didn't match pod anti-affinity rules";
            }
        }
        if (isAvoidedBySomeone(node)) {
            return "node(s) didn't satisfy existing pods anti-affinity rules";
        }
        for (PodAffinityTerm each : affinity()) {
            if (!has(node, each, pod) && !isFirst(each)) {
                return "node(s) didn't match pod affinity rules";
            }
        }
        for (TopologySpreadConstraint each : spread()) {
            if (DO_NOT_SCHEDULE.equals(each.getWhenUnsatisfiable())
                    && skew(node, each) > (each.getMaxSkew() == null ? 1 : each.getMaxSkew())) {
                return "node(s) didn't match pod topology spread constraints";
            }
        }
        return null;
    }

    /** How many pods of the same ReplicaSet or of a wished spread are near: fewer are better. */
    int crowd(NodeState node) {
        int crowd = 0;
        for (TopologySpreadConstraint each : spread()) {
            if (!DO_NOT_SCHEDULE.equals(each.getWhenUnsatisfiable())) {
                crowd += Math.max(0, skew(node, each));
            }
        }
        return crowd + node.siblings(pod);
    }

    private boolean isAvoidedBySomeone(NodeState node) {
        for (Avoided each : avoided) {
            if (sameDomain(node, each.by, each.topologyKey)) {
                return true;
            }
        }
        return false;
    }

    /** Where pods are that do not want this one near. */
    private static List<Avoided> avoided(Pod pod, Collection<NodeState> nodes) {
        List<Avoided> result = new ArrayList<>();
        for (NodeState other : nodes) {
            for (Pod each : other.avoiding()) {
                for (PodAffinityTerm term : antiAffinity(each)) {
                    if (matches(term, each, pod)) {
                        result.add(new Avoided(other, term.getTopologyKey()));
                    }
                }
            }
        }
        return result;
    }

    private boolean has(NodeState node, PodAffinityTerm term, Pod whose) {
        for (NodeState other : nodes) {
            if (sameDomain(node, other, term.getTopologyKey())) {
                for (Pod each : other.pods()) {
                    if (matches(term, whose, each)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The first pod of a group that wants to be together may go anywhere. */
    private boolean isFirst(PodAffinityTerm term) {
        boolean any = nodes.stream().flatMap(n -> n.pods().stream()).anyMatch(each -> matches(term, pod, each));
        return !any && matches(term, pod, pod);
    }

    private static boolean matches(PodAffinityTerm term, Pod whose, Pod other) {
        List<String> namespaces = term.getNamespaces();
        boolean own = namespaces == null || namespaces.isEmpty();
        String namespace = other.getMetadata().getNamespace();
        boolean inNamespace = term.getNamespaceSelector() != null
                || (own
                        ? Objects.equals(namespace, whose.getMetadata().getNamespace())
                        : namespaces.contains(namespace));
        return inNamespace
                && Selector.matches(term.getLabelSelector(), other.getMetadata().getLabels());
    }

    private static boolean sameDomain(NodeState one, NodeState other, String key) {
        String value = one.label(key);
        return value != null && value.equals(other.label(key));
    }

    /** How many more matching pods this node's domain would have than the emptiest; nodes without the key refuse. */
    private int skew(NodeState node, TopologySpreadConstraint constraint) {
        String key = constraint.getTopologyKey();
        if (node.label(key) == null) {
            return Integer.MAX_VALUE;
        }
        LabelSelector selector = constraint.getLabelSelector();
        Map<String, Integer> domains = new TreeMap<>();
        for (NodeState each : nodes) {
            String domain = each.label(key);
            if (domain != null && NodeRules.refusal(pod, each.node()) == null) {
                domains.merge(domain, matching(each, selector), Integer::sum);
            }
        }
        int least = domains.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        int self = Selector.matches(selector, pod.getMetadata().getLabels()) ? 1 : 0;
        return domains.getOrDefault(node.label(key), 0) + self - least;
    }

    private int matching(NodeState node, LabelSelector selector) {
        int count = 0;
        for (Pod each : node.pods()) {
            if (each.getMetadata().getDeletionTimestamp() == null
                    && each.getMetadata()
                            .getNamespace()
                            .equals(pod.getMetadata().getNamespace())
                    && Selector.matches(selector, each.getMetadata().getLabels())) {
                count++;
            }
        }
        return count;
    }

    static List<PodAffinityTerm> antiAffinity(Pod pod) {
        if (pod.getSpec().getAffinity() == null || pod.getSpec().getAffinity().getPodAntiAffinity() == null) {
            return List.of();
        }
        List<PodAffinityTerm> terms =
                pod.getSpec().getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
        return terms == null ? List.of() : terms;
    }

    private List<PodAffinityTerm> affinity() {
        if (pod.getSpec().getAffinity() == null || pod.getSpec().getAffinity().getPodAffinity() == null) {
            return List.of();
        }
        List<PodAffinityTerm> terms =
                pod.getSpec().getAffinity().getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution();
        return terms == null ? List.of() : terms;
    }

    private List<TopologySpreadConstraint> spread() {
        List<TopologySpreadConstraint> constraints = pod.getSpec().getTopologySpreadConstraints();
        return constraints == null ? List.of() : constraints;
    }
}
