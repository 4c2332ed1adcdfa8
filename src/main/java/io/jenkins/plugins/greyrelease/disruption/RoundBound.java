package io.jenkins.plugins.greyrelease.disruption;

import java.util.Arrays;
import java.util.List;

/**
 * A lower bound of the number of rounds.
 *
 * <p>K nodes at most are away at once: {@code maxParallel}, or fewer where the rest must have room for all that runs. A
 * rack with n nodes to be drained takes at least ⌈n / K⌉ rounds, and for each budget that has P pods on them and lets A
 * go at once at least ⌈P / A⌉; a node that has more than A of them is drained in slices and alone: it counts as one round
 * by itself. Racks of one {@link RackGroups group} are drained one after another, so their rounds add up:
 *
 * <pre>bound = max( ⌈N / K⌉, max over groups Σ over racks max( ⌈n / K⌉, max over budgets ⌈P / A⌉ ) )</pre>
 *
 * <p>Worked example: racks a and b with 10 nodes each to be drained, K = 4; one app has 8 pods in rack a and 2 in rack b,
 * and 2 may go at once. Rack a: max(⌈10/4⌉, ⌈8/2⌉) = 4; rack b: max(3, 1) = 3; both share the app: 7 rounds.
 */
final class RoundBound {
    private RoundBound() {}

    static int of(Numbered numbered, int[][] counts) {
        List<Integer> nodes = numbered.toDrain();
        int atOnce = atOnce(numbered);
        int most = ceil(nodes.size(), atOnce);
        for (List<Integer> group : RackGroups.of(numbered, counts)) {
            int sum = 0;
            for (int rack : group) {
                sum += ofRack(numbered, counts, rack, atOnce);
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private static int ofRack(Numbered numbered, int[][] counts, int rack, int atOnce) {
        int nodes = 0;
        int[] pods = new int[numbered.atOnce.length];
        int[] alone = new int[numbered.atOnce.length];
        for (int node : numbered.toDrain()) {
            if (numbered.rack[node] != rack) {
                continue;
            }
            nodes++;
            for (int i = 0; i < counts[node].length; i += 2) {
                int budget = counts[node][i];
                if (counts[node][i + 1] > numbered.atOnce[budget]) {
                    alone[budget]++;
                } else {
                    pods[budget] += counts[node][i + 1];
                }
            }
        }
        int rounds = ceil(nodes, atOnce);
        for (int budget = 0; budget < pods.length; budget++) {
            rounds = Math.max(rounds, alone[budget] + ceil(pods[budget], numbered.atOnce[budget]));
        }
        return rounds;
    }

    /**
     * How many nodes may be away at once at most: as many of the smallest ones as fit into what is free in the whole
     * cluster. 10 nodes of 8 cores, 60 cores asked for: 20 are free, so 2.
     */
    static int atOnce(Numbered numbered) {
        Space free = Space.NONE;
        for (RoundTask.Node each : numbered.task.nodes()) {
            free = each.open() ? free.plus(each.capacity()) : free;
        }
        for (int pod = 0; pod < numbered.home.length; pod++) {
            free = counts(numbered, numbered.home[pod])
                    ? free.minus(numbered.tenant(pod).wants())
                    : free;
        }
        List<Space> away = numbered.task.nodes().stream()
                .filter(each -> each.drained() && each.open())
                .map(RoundTask.Node::capacity)
                .toList();
        int closed = (int) numbered.task.nodes().stream()
                .filter(each -> each.drained() && !each.open())
                .count();
        int fitting = Math.min(
                fitting(away.stream().mapToLong(Space::milliCpu).toArray(), free.milliCpu()),
                Math.min(
                        fitting(away.stream().mapToLong(Space::memory).toArray(), free.memory()),
                        fitting(away.stream().mapToLong(Space::pods).toArray(), free.pods())));
        return Math.max(1, Math.min(numbered.task.maxParallel(), fitting + closed));
    }

    /** Whether what is on this node needs room: on one that is closed and stays as it is, it has its own. */
    private static boolean counts(Numbered numbered, int node) {
        return node >= 0 && (numbered.node(node).open() || numbered.node(node).drained());
    }

    private static int fitting(long[] sizes, long free) {
        Arrays.sort(sizes);
        long left = free;
        int fitting = 0;
        while (fitting < sizes.length && sizes[fitting] <= left) {
            left -= sizes[fitting++];
        }
        return fitting;
    }

    private static int ceil(int amount, int by) {
        return (amount + by - 1) / by;
    }
}
