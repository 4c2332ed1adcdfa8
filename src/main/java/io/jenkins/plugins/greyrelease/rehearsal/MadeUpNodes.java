package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Node;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.SimNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Nodes that a Jenkinsfile names and a simulated cluster has not: a rehearsal's clusters have made-up names of nodes. */
final class MadeUpNodes {
    /** So many nodes have a label that no node has. */
    private static final int OF_A_LABEL = 2;

    private MadeUpNodes() {}

    /**
     * Adds those that are missing, dealt out over the racks.
     *
     * @param nodes names, or labels such as {@code pool=blue}
     * @return the names of the nodes that were added
     */
    static List<String> add(SimulatedCluster cluster, ClusterSpec.Simulate machines, List<String> nodes) {
        List<String> added = new ArrayList<>();
        for (String term : nodes) {
            boolean label = term.contains("=");
            List<Node> known = cluster.server().list(Kind.NODE, null, null);
            Map<String, String> labels = labels(term);
            boolean there = known.stream()
                    .anyMatch(node -> label
                            ? node.getMetadata().getLabels().entrySet().containsAll(labels.entrySet())
                            : term.equals(node.getMetadata().getName()));
            for (int i = 0; !there && i < (label ? OF_A_LABEL : 1); i++) {
                int number = known.size() + i;
                String name = label ? cluster.name() + "-node-" + (number + 1) : term;
                String rack = "rack-" + (number % machines.racks() + 1);
                SimNodes.add(cluster.server(), name, rack, labels, machines.nodeCpu(), machines.nodeMemory());
                added.add(name);
            }
        }
        return added;
    }

    private static Map<String, String> labels(String term) {
        Map<String, String> labels = new TreeMap<>();
        if (term.contains("=")) {
            for (String each : term.split(",")) {
                String[] pair = each.strip().split("=", 2);
                labels.put(pair[0], pair.length == 2 ? pair[1] : "");
            }
        }
        return labels;
    }
}
