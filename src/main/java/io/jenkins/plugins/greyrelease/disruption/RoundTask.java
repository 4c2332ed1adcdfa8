package io.jenkins.plugins.greyrelease.disruption;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What rounds of a drain are planned from: nodes, the pods that must move, and how many of them may go at once.
 *
 * @param nodes those to be drained and all others that may take pods
 * @param tenants the pods that move when their node is drained; pods of DaemonSets are none
 * @param allowances what the pods' budgets allow; every budget that a tenant names
 * @param maxParallel how many nodes one round may have, from 1
 */
public record RoundTask(List<Node> nodes, List<Tenant> tenants, List<Allowance> allowances, int maxParallel) {
    public RoundTask {
        nodes = List.copyOf(nodes);
        tenants = List.copyOf(tenants);
        allowances = List.copyOf(allowances);
    }

    /**
     * A node.
     *
     * @param name unique
     * @param rack where it stands: nodes of one rack fail together; the same text, such as none, for all without
     * @param capacity room for tenants: what can be given out without what its DaemonSets' pods take
     * @param drained whether it is one of those to be drained
     * @param open whether it takes pods
     */
    public record Node(String name, String rack, Space capacity, boolean drained, boolean open) {}

    /**
     * A pod that moves when its node is drained.
     *
     * @param name with its namespace, unique
     * @param node where it is
     * @param wants what it asks for; counts as one pod
     * @param budgets ids of the budgets that count it, those that hold for its app among them
     * @param nodes names of the nodes that its selector, affinity and tolerations allow; empty: all
     * @param inRack whether it must stay in its rack, as a hard topology spread over racks demands
     * @param apart pods of the same word never share a node; empty: it shares with all
     */
    public record Tenant(
            String name,
            String node,
            Space wants,
            List<String> budgets,
            Optional<Set<String>> nodes,
            boolean inRack,
            String apart) {
        public Tenant {
            budgets = List.copyOf(budgets);
        }
    }

    /**
     * A budget.
     *
     * @param id unique
     * @param atOnce how many of its pods may be away at once when all are well; 0 counts as one at a time
     */
    public record Allowance(String id, int atOnce) {}
}
