package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the nodes of a simulated cluster. */
public final class SimNodes {
    /** The label that says in which rack a node is. */
    public static final String RACK = "topology.grey-release/rack";

    private static final String OS = "kubernetes.io/os";
    private static final String ARCH = "kubernetes.io/arch";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String HOST = "kubernetes.io/hostname";
    private static final Quantity PODS = new Quantity("110");

    private SimNodes() {}

    /**
     * Registers ready nodes {@code <cluster>-node-1} and so on (counting on where nodes are known), dealt out over the racks in turn. A rack is a zone
     * ({@code topology.kubernetes.io/zone}), too.
     *
     * @param nodes how many, 1 or more
     * @param racks how many, 1 or more
     * @param cpu of each node, such as {@code 16}
     * @param memory of each node, such as {@code 64Gi}
     */
    public static List<Node> create(Api api, int nodes, int racks, String cpu, String memory) {
        List<Node> created = new ArrayList<>();
        int known = api.list(Kind.NODE, null, null).size();
        for (int i = known; i < known + nodes; i++) {
            created.add(add(api, api.cluster() + "-node-" + (i + 1), "rack-" + (i % racks + 1), Map.of(), cpu, memory));
        }
        return created;
    }

    /**
     * Registers one ready node.
     *
     * @param name no node has yet
     * @param labels more of them
     */
    public static Node add(Api api, String name, String rack, Map<String, String> labels, String cpu, String memory) {
        Map<String, Quantity> room = Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory), "pods", PODS);
        return api.create(
                "kubelet",
                Kind.NODE,
                new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(HOST, name)
                        .addToLabels(OS, "linux")
                        .addToLabels(ARCH, "amd64")
                        .addToLabels(RACK, rack)
                        .addToLabels(ZONE, rack)
                        .addToLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .withCapacity(room)
                        .withAllocatable(room)
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .withMessage("kubelet is posting ready status")
                        .endCondition()
                        .endStatus()
                        .build());
    }
}
