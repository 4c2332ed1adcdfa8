package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;

/** The Ready condition of a node. */
final class NodeStatuses {

    private NodeStatuses() {}

    /** The node with this Ready condition. */
    static Node ready(Node node, String status, String reason, String message, String now) {
        return node.edit()
                .editOrNewStatus()
                .removeMatchingFromConditions(each -> "Ready".equals(each.getType()))
                .addToConditions(new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .withLastTransitionTime(now)
                        .build())
                .endStatus()
                .build();
    }
}
