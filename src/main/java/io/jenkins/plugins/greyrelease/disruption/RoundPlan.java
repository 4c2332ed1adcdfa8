package io.jenkins.plugins.greyrelease.disruption;

import java.util.List;
import java.util.Map;

/**
 * The rounds of a drain.
 *
 * @param rounds names of the nodes that are drained together; every node to be drained once
 * @param bound no plan has fewer rounds, see {@link RoundBound}
 * @param crowded by node: a pod of it that finds no room on the nodes left, even if the node is drained alone
 */
public record RoundPlan(List<List<String>> rounds, int bound, Map<String, String> crowded) {
    public RoundPlan {
        rounds = rounds.stream().map(List::copyOf).toList();
        crowded = Map.copyOf(crowded);
    }

    /** How many times the bound there are; 1 is the best that can be, also where there is nothing to do. */
    public double ratio() {
        return bound == 0 ? 1 : (double) rounds.size() / bound;
    }
}
