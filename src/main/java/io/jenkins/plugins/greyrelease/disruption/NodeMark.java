package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a maintenance notes on a node, in the same write as the cordon: the state lives in the cluster, so that another
 * process goes on from it.
 *
 * @param id of the maintenance
 * @param phase where the node is in it
 * @param round in which it is drained, from 1; 0 where nobody knows any more
 */
public record NodeMark(String id, Phase phase, int round) {
    /** Whose maintenance the node is in. */
    public static final String ID = "grey-release/maintenance";

    /** {@link Phase} of it. */
    public static final String PHASE = "grey-release/maintenance-phase";

    /** Number of the round, from 1. */
    public static final String ROUND = "grey-release/maintenance-round";

    /** Where a node is in its maintenance. */
    public enum Phase {
        /** Cordoned by us; its pods are on their way. */
        DRAINING,
        /** Empty; the block works on it. */
        WORKING,
        /** The block is through and the node takes pods again; it is not drained a second time. */
        DONE,
        /** As DONE, on the last node to be tidied up: all nodes are through. */
        ENDED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The mark on a node; one whose phase nobody knows counts as DRAINING, which is done again. */
    public static Optional<NodeMark> on(Node node) {
        String id = label(node, ID);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        String round = label(node, ROUND);
        int number = round.matches("\\d{1,6}") ? Integer.parseInt(round) : 0;
        for (Phase each : Phase.values()) {
            if (each.label().equals(label(node, PHASE))) {
                return Optional.of(new NodeMark(id, each, number));
            }
        }
        return Optional.of(new NodeMark(id, Phase.DRAINING, number));
    }

    /** The same node in another phase. */
    NodeMark in(Phase next) {
        return new NodeMark(id, next, round);
    }

    /** The node with this mark: cordoned while it is drained and worked on, taking pods again after that. */
    Node put(Node node) {
        boolean away = phase == Phase.DRAINING || phase == Phase.WORKING;
        Map<String, String> labels = labels(node);
        labels.put(ID, id);
        labels.put(PHASE, phase.label());
        labels.put(ROUND, Integer.toString(round));
        return with(node, labels, away);
    }

    /** The node without a mark, taking pods. */
    static Node off(Node node) {
        Map<String, String> labels = labels(node);
        labels.remove(ID);
        labels.remove(PHASE);
        labels.remove(ROUND);
        return with(node, labels, false);
    }

    /** Whether a node is closed for new pods, by whomever. */
    static boolean cordoned(Node node) {
        return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    static String label(Node node, String key) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }

    private static Map<String, String> labels(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? new TreeMap<>() : new TreeMap<>(labels);
    }

    private static Node with(Node node, Map<String, String> labels, boolean cordoned) {
        return new NodeBuilder(node)
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .editOrNewSpec()
                .withUnschedulable(cordoned ? Boolean.TRUE : null)
                .endSpec()
                .build();
    }
}
