package io.jenkins.plugins.greyrelease.disruption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link RoundTask} with numbers in place of names, for the planner: nodes, pods and budgets are counted from 0. */
final class Numbered {
    final RoundTask task;
    /** By node. */
    final int[] rack;
    /** By pod: its node; -1 where that is not known. */
    final int[] home;
    /** By pod. */
    final int[][] budgets;
    /** By budget: how many may be away at once, from 1. */
    final int[] atOnce;
    /** Rack names by number, in order of their names. */
    final List<String> racks;

    Numbered(RoundTask task) {
        this.task = task;
        Map<String, Integer> nodeNumbers = new HashMap<>();
        for (int i = 0; i < task.nodes().size(); i++) {
            nodeNumbers.put(task.nodes().get(i).name(), i);
        }
        racks = task.nodes().stream()
                .map(RoundTask.Node::rack)
                .distinct()
                .sorted()
                .toList();
        Map<String, Integer> rackNumbers = new HashMap<>();
        racks.forEach(each -> rackNumbers.put(each, rackNumbers.size()));
        rack = task.nodes().stream()
                .mapToInt(each -> rackNumbers.get(each.rack()))
                .toArray();
        Map<String, Integer> budgetNumbers = new LinkedHashMap<>();
        task.allowances().forEach(each -> budgetNumbers.put(each.id(), budgetNumbers.size()));
        atOnce = task.allowances().stream()
                .mapToInt(each -> Math.max(1, each.atOnce()))
                .toArray();
        home = task.tenants().stream()
                .mapToInt(each -> nodeNumbers.getOrDefault(each.node(), -1))
                .toArray();
        budgets = task.tenants().stream()
                .map(each -> each.budgets().stream()
                        .mapToInt(id -> number(budgetNumbers, id))
                        .toArray())
                .toArray(int[][]::new);
    }

    private static int number(Map<String, Integer> numbers, String id) {
        Integer number = numbers.get(id);
        if (number == null) {
            throw new IllegalArgumentException("a pod names budget " + id + ", of which nothing is said");
        }
        return number;
    }

    int nodes() {
        return rack.length;
    }

    RoundTask.Node node(int number) {
        return task.nodes().get(number);
    }

    RoundTask.Tenant tenant(int pod) {
        return task.tenants().get(pod);
    }

    /** Numbers of the nodes to be drained. */
    List<Integer> toDrain() {
        List<Integer> found = new ArrayList<>();
        for (int node = 0; node < nodes(); node++) {
            if (node(node).drained()) {
                found.add(node);
            }
        }
        return found;
    }

    /** By node: how many pods of which budget are on it, as pairs (budget, count). */
    int[][] counts(List<List<Integer>> residents) {
        int[][] counts = new int[nodes()][];
        int[] tally = new int[atOnce.length];
        for (int node = 0; node < nodes(); node++) {
            int[] met = new int[residents.get(node).size() * 2 + 2];
            int found = 0;
            for (int pod : residents.get(node)) {
                for (int budget : budgets[pod]) {
                    if (tally[budget]++ == 0) {
                        met = found == met.length ? Arrays.copyOf(met, found * 2) : met;
                        met[found++] = budget;
                    }
                }
            }
            counts[node] = new int[found * 2];
            for (int i = 0; i < found; i++) {
                counts[node][2 * i] = met[i];
                counts[node][2 * i + 1] = tally[met[i]];
                tally[met[i]] = 0;
            }
        }
        return counts;
    }

    /** By node: the pods on it at first. */
    List<List<Integer>> residents() {
        List<List<Integer>> residents = new ArrayList<>();
        for (int node = 0; node < nodes(); node++) {
            residents.add(new ArrayList<>());
        }
        for (int pod = 0; pod < home.length; pod++) {
            if (home[pod] >= 0) {
                residents.get(home[pod]).add(pod);
            }
        }
        return residents;
    }
}
