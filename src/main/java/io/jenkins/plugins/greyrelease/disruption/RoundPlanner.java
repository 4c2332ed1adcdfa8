package io.jenkins.plugins.greyrelease.disruption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans the rounds of a drain: greedily, the nodes that hold the scarcest budgets first. A round has
 *
 * <ul>
 *   <li>at most {@code maxParallel} nodes;
 *   <li>of each budget at most as many pods as may go at once; a node that has more by itself is the only one of the
 *       round with pods of that budget, and is drained in slices;
 *   <li>nodes of one rack only among racks that share an app, see {@link RackGroups};
 *   <li>only nodes whose pods find room on those left, the ones already moved in this round counted.
 * </ul>
 *
 * <p>A later round begins with the pods where the rounds before have seated them. A pure function: the same task, the same
 * plan.
 *
 * <p>Worked example: four nodes of one rack, maxParallel 2, {@code cart} with one pod on each, 1 of which may go at once
 * ({@code maxUnavailable: 25%}): four rounds of one node. With 2 at once: two rounds of two.
 */
public final class RoundPlanner {
    private static final int ATTEMPTS = 5;

    private final Numbered numbered;
    private final Seating seating;
    private final Map<String, String> crowded = new TreeMap<>();
    private final int[] used;
    /** By node: how often it was among the last of its rack in attempts before; such nodes come first then. */
    private final int[] urgency;

    private int[][] counts;

    private RoundPlanner(Numbered numbered, int[] urgency) {
        this.numbered = numbered;
        this.urgency = urgency;
        this.seating = new Seating(numbered);
        this.used = new int[numbered.atOnce.length];
    }

    /**
     * Plans.
     *
     * @throws IllegalArgumentException if a pod names a budget of which nothing is said
     */
    public static RoundPlan plan(RoundTask task) {
        Numbered numbered = new Numbered(task);
        int[] urgency = new int[numbered.nodes()];
        RoundPlan best = new RoundPlanner(numbered, urgency).plan();
        for (int attempt = 1; attempt < ATTEMPTS && best.rounds().size() > best.bound(); attempt++) {
            RoundPlan other = new RoundPlanner(numbered, urgency).plan();
            boolean better = other.crowded().size() <= best.crowded().size()
                    && other.rounds().size() < best.rounds().size();
            best = better ? other : best;
        }
        return best;
    }

    private RoundPlan plan() {
        counts = numbered.counts(seating.pods());
        int bound = RoundBound.of(numbered, counts);
        List<List<Integer>> groups = RackGroups.of(numbered, counts);
        TreeSet<Integer> left = new TreeSet<>(numbered.toDrain());
        List<List<String>> rounds = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Integer> round = round(candidates(groups, left));
            left.removeAll(round);
            round.stream().filter(node -> isLast(node, left)).forEach(node -> urgency[node]++);
            round.forEach(seating::reopen);
            rounds.add(round.stream().map(each -> numbered.node(each).name()).toList());
            counts = numbered.counts(seating.pods());
        }
        return new RoundPlan(rounds, bound, crowded);
    }

    private boolean isLast(int node, TreeSet<Integer> left) {
        return left.stream().noneMatch(other -> numbered.rack[other] == numbered.rack[node]);
    }

    /** Of each group the nodes left in its first rack that has any. */
    private List<Integer> candidates(List<List<Integer>> groups, TreeSet<Integer> left) {
        List<Integer> found = new ArrayList<>();
        for (List<Integer> group : groups) {
            for (int rack : group) {
                List<Integer> there = left.stream()
                        .filter(node -> numbered.rack[node] == rack)
                        .toList();
                if (!there.isEmpty()) {
                    found.addAll(there);
                    break;
                }
            }
        }
        return byScarcity(found);
    }

    /** Nodes whose budgets need most rounds first, then those with most pods to move. */
    private List<Integer> byScarcity(List<Integer> nodes) {
        int[] pods = new int[numbered.atOnce.length];
        for (int node : nodes) {
            for (int i = 0; i < counts[node].length; i += 2) {
                pods[counts[node][i]] += counts[node][i + 1];
            }
        }
        double[] scarcity = new double[numbered.nodes()];
        for (int node : nodes) {
            for (int i = 0; i < counts[node].length; i += 2) {
                int budget = counts[node][i];
                scarcity[node] = Math.max(scarcity[node], (double) pods[budget] / numbered.atOnce[budget]);
            }
        }
        Comparator<Integer> scarcest =
                Comparator.<Integer>comparingInt(node -> -urgency[node]).thenComparingDouble(node -> -scarcity[node]);
        return nodes.stream()
                .sorted(scarcest.thenComparing(node -> -seating.pods().get(node).size())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private List<Integer> round(List<Integer> candidates) {
        List<Integer> round = new ArrayList<>();
        Arrays.fill(used, 0);
        for (int node : candidates) {
            if (round.size() == numbered.task.maxParallel()) {
                break;
            }
            if (allowed(node) && seating.clear(node).isEmpty()) {
                count(node);
                round.add(node);
            }
        }
        if (round.isEmpty()) {
            int first = candidates.get(0);
            OptionalInt homeless = seating.clear(first);
            crowded.put(
                    numbered.node(first).name(),
                    numbered.tenant(homeless.orElseThrow()).name());
            seating.abandon(first);
            round.add(first);
        }
        return round;
    }

    private boolean allowed(int node) {
        for (int i = 0; i < counts[node].length; i += 2) {
            int budget = counts[node][i];
            if (used[budget] > 0 && used[budget] + counts[node][i + 1] > numbered.atOnce[budget]) {
                return false;
            }
        }
        return true;
    }

    private void count(int node) {
        for (int i = 0; i < counts[node].length; i += 2) {
            used[counts[node][i]] += counts[node][i + 1];
        }
    }
}
