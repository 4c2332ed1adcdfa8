package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Where a pod goes: the best of the nodes that may have it. Nodes are scored by how much of them is free after it (least
 * allocated) and by how few pods of the same ReplicaSet are there; ties are drawn.
 *
 * <p>Source: the default profile of kube-scheduler 1.34 ({@code NodeResourcesFit}, {@code TaintToleration}, {@code
 * NodeAffinity}, {@code InterPodAffinity} where required, {@code PodTopologySpread}); its other scores are left out.
 */
final class Placement {

    /** A node's name, or why there is none. */
    sealed interface Result {
        /** The pod goes there. */
        record On(String node) implements Result {}

        /** No node may have it; the message counts the reasons. */
        record Nowhere(String message) implements Result {}
    }

    private static final int CROWD_WEIGHT = 20;

    private Placement() {}

    /** @param nodes all nodes that are known */
    static Result of(Pod pod, Collection<NodeState> nodes, RandomGenerator ties) {
        Room wanted = Room.of(pod);
        Neighbours neighbours = new Neighbours(pod, nodes);
        Map<String, Integer> refusals = new TreeMap<>();
        List<NodeState> best = new ArrayList<>();
        long highest = Long.MIN_VALUE;
        for (NodeState node : nodes) {
            String refusal = refusal(pod, wanted, node, neighbours);
            if (refusal != null) {
                refusals.merge(refusal, 1, Integer::sum);
                continue;
            }
            long score = freeAfter(wanted, node) - (long) CROWD_WEIGHT * neighbours.crowd(node);
            if (score > highest) {
                best.clear();
                highest = score;
            }
            if (score == highest) {
                best.add(node);
            }
        }
        if (best.isEmpty()) {
            return new Result.Nowhere(message(nodes.size(), refusals));
        }
        return new Result.On(
                best.get(best.size() == 1 ? 0 : ties.nextInt(best.size())).name());
    }

    private static String refusal(Pod pod, Room wanted, NodeState node, Neighbours neighbours) {
        String rule = NodeRules.refusal(pod, node.node());
        if (rule != null) {
            return rule;
        }
        Room free = node.free();
        if (node.isFull()) {
            return "Too many pods";
        }
        if (wanted.milliCpu() > 0 && wanted.milliCpu() > free.milliCpu()) {
            return "Insufficient cpu";
        }
        if (wanted.memory() > 0 && wanted.memory() > free.memory()) {
            return "Insufficient memory";
        }
        return neighbours.refusal(node);
    }

    /**
     * The mean of the free shares of CPU and memory in hundredths, the pod counted in. Example: 16 cores and 64 GiB with
     * 4 cores and 32 GiB free after it: (25 + 50) / 2 = 37.
     */
    static long freeAfter(Room wanted, NodeState node) {
        Room free = node.free().minus(wanted);
        Room all = node.allocatable();
        return (share(free.milliCpu(), all.milliCpu()) + share(free.memory(), all.memory())) / 2;
    }

    private static long share(long free, long all) {
        return all == 0 ? 0 : Math.max(0, free) * 100 / all;
    }

    private static String message(int nodes, Map<String, Integer> refusals) {
        StringBuilder message = new StringBuilder("0/" + nodes + " nodes are available");
        String separator = ": ";
        for (Map.Entry<String, Integer> each : refusals.entrySet()) {
            message.append(separator).append(each.getValue()).append(' ').append(each.getKey());
            separator = ", ";
        }
        return message.append('.').toString();
    }
}
