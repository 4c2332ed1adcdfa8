package io.jenkins.plugins.greyrelease.disruption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which racks must not be drained at the same time: what spreads over racks does so in order to lose one at most. Racks
 * belong to one group if some budget has pods on nodes to be drained in both, directly or by way of others; the racks of
 * a group are drained one after another, groups side by side.
 *
 * <p>Worked example: {@code cart} has pods on n1 (rack a) and n2 (rack b), {@code mail} on n2 and n3 (rack c), {@code
 * batch} on n4 (rack d) alone. Groups: {a, b, c} and {d}. With maxParallel 2 the rounds are n1+n4, n2, n3.
 */
final class RackGroups {
    private RackGroups() {}

    /**
     * The groups, each with its racks in order; only racks that have a node to be drained.
     *
     * @param counts as {@link Numbered#counts} has them
     */
    static List<List<Integer>> of(Numbered numbered, int[][] counts) {
        int[] group = new int[numbered.racks.size()];
        Arrays.setAll(group, each -> each);
        int[] rackOf = new int[numbered.atOnce.length];
        Arrays.fill(rackOf, -1);
        for (int node : numbered.toDrain()) {
            for (int i = 0; i < counts[node].length; i += 2) {
                int budget = counts[node][i];
                if (rackOf[budget] < 0) {
                    rackOf[budget] = numbered.rack[node];
                } else {
                    group[root(group, numbered.rack[node])] = root(group, rackOf[budget]);
                }
            }
        }
        boolean[] used = new boolean[numbered.racks.size()];
        numbered.toDrain().forEach(node -> used[numbered.rack[node]] = true);
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        for (int rack = 0; rack < group.length; rack++) {
            if (used[rack]) {
                groups.computeIfAbsent(root(group, rack), r -> new ArrayList<>())
                        .add(rack);
            }
        }
        return List.copyOf(groups.values());
    }

    private static int root(int[] group, int rack) {
        int root = rack;
        while (group[root] != root) {
            group[root] = group[group[root]];
            root = group[root];
        }
        return root;
    }
}
