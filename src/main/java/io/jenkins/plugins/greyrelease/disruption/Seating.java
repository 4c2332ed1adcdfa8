package io.jenkins.plugins.greyrelease.disruption;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where the pods are while rounds are planned: nodes are cleared one by one, their pods seated on the others. An estimate
 * of what the scheduler will do: the emptiest node that the pod may have.
 */
final class Seating {
    private final Numbered numbered;
    private final long[] cpu;
    private final long[] memory;
    private final long[] slots;
    private final List<List<Integer>> pods;
    private final List<Map<String, Integer>> apart = new ArrayList<>();
    /** Nodes that are to be drained and have not been: pods seated there move again. */
    private final boolean[] coming;

    private final boolean[] away;

    private record Moved(int pod, int from, int to) {}

    Seating(Numbered numbered) {
        this.numbered = numbered;
        int nodes = numbered.nodes();
        cpu = new long[nodes];
        memory = new long[nodes];
        slots = new long[nodes];
        coming = new boolean[nodes];
        away = new boolean[nodes];
        pods = numbered.residents();
        for (int node = 0; node < nodes; node++) {
            Space capacity = numbered.node(node).capacity();
            cpu[node] = capacity.milliCpu();
            memory[node] = capacity.memory();
            slots[node] = capacity.pods();
            coming[node] = numbered.node(node).drained();
            away[node] = !numbered.node(node).open();
            apart.add(new HashMap<>());
            for (int pod : pods.get(node)) {
                take(node, pod, 1);
            }
        }
    }

    /** By node: who is there now. */
    List<List<Integer>> pods() {
        return pods;
    }

    /**
     * Closes a node and moves its pods to others.
     *
     * @return a pod that finds no room; then nothing was moved, and the node is as it was. Empty: the node is clear
     */
    OptionalInt clear(int node) {
        boolean wasAway = away[node];
        away[node] = true;
        List<Moved> moves = new ArrayList<>();
        for (int pod : largestFirst(node)) {
            int to = place(pod);
            if (to < 0) {
                for (int i = moves.size() - 1; i >= 0; i--) {
                    move(moves.get(i).pod(), moves.get(i).to(), moves.get(i).from());
                }
                away[node] = wasAway;
                return OptionalInt.of(pod);
            }
            move(pod, node, to);
            moves.add(new Moved(pod, node, to));
        }
        return OptionalInt.empty();
    }

    private List<Integer> largestFirst(int node) {
        Comparator<Integer> size =
                Comparator.comparingLong(pod -> -numbered.tenant(pod).wants().milliCpu());
        return pods.get(node).stream()
                .sorted(size.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Closes a node whatever becomes of its pods: they are counted no more. */
    void abandon(int node) {
        away[node] = true;
        for (int pod : pods.get(node)) {
            take(node, pod, -1);
        }
        pods.get(node).clear();
    }

    /** A round is over: its nodes take pods again, and are not drained a second time. */
    void reopen(int node) {
        away[node] = false;
        coming[node] = false;
    }

    private void move(int pod, int from, int to) {
        pods.get(from).remove((Integer) pod);
        take(from, pod, -1);
        pods.get(to).add(pod);
        take(to, pod, 1);
    }

    private void take(int node, int pod, int sign) {
        RoundTask.Tenant tenant = numbered.tenant(pod);
        Space wants = tenant.wants();
        cpu[node] -= sign * wants.milliCpu();
        memory[node] -= sign * wants.memory();
        slots[node] -= sign * wants.pods();
        if (!tenant.apart().isEmpty()) {
            apart.get(node).merge(tenant.apart(), sign, Integer::sum);
        }
    }

    /** The emptiest node, those that need not be drained any more first; -1: none. */
    private int place(int pod) {
        RoundTask.Tenant tenant = numbered.tenant(pod);
        Space wants = tenant.wants();
        int best = -1;
        boolean bestComing = true;
        for (int node = 0; node < cpu.length; node++) {
            boolean better =
                    best < 0 || bestComing && !coming[node] || bestComing == coming[node] && cpu[node] > cpu[best];
            boolean fits = !away[node]
                    && (wants.milliCpu() == 0 || wants.milliCpu() <= cpu[node])
                    && (wants.memory() == 0 || wants.memory() <= memory[node])
                    && wants.pods() <= slots[node];
            if (better && fits && mayBe(tenant, pod, node)) {
                best = node;
                bestComing = coming[node];
            }
        }
        return best;
    }

    private boolean mayBe(RoundTask.Tenant tenant, int pod, int node) {
        return (tenant.apart().isEmpty() || apart.get(node).getOrDefault(tenant.apart(), 0) == 0)
                && (!tenant.inRack() || numbered.rack[node] == numbered.rack[numbered.home[pod]])
                && (tenant.nodes().isEmpty()
                        || tenant.nodes().get().contains(numbered.node(node).name()));
    }
}
