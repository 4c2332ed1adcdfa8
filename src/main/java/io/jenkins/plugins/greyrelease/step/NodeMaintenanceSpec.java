package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** What {@code nodeMaintenance} takes. */
final class NodeMaintenanceSpec {
    static final StepSpec NODE_MAINTENANCE = new StepSpec(
            "nodeMaintenance",
            "Drains nodes in as few rounds as disruption budgets, racks and room allow; the block works on each round"
                    + " ($GREY_NODES), then its nodes take pods again.",
            Optional.empty(),
            List.of(
                    required("cluster", Type.TEXT, "Name of the cluster, or a 'label:value' that selects one."),
                    required(
                            "nodes",
                            Type.TEXTS,
                            "Names of nodes, or labels such as 'pool=blue'. Nodes that somebody else cordoned are left"
                                    + " as they are."),
                    optional("maxParallel", Type.INTEGER, "1", "How many nodes one round may have."),
                    optional(
                            "drainTimeout",
                            Type.DURATION,
                            "30m",
                            "How long the drain of one round may take; after that the step says what hangs, and the"
                                    + " nodes stay cordoned."),
                    new Parameter(
                            "emptyDir",
                            Type.TEXT,
                            false,
                            "refuse",
                            List.of("refuse", "delete"),
                            "Pods with emptyDir volumes, whose data is lost when they go: refuse to begin, or"
                                    + " delete.")),
            true);

    private NodeMaintenanceSpec() {}

    private static Parameter required(String name, Type type, String help) {
        return new Parameter(name, type, true, "", List.of(), help);
    }

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }
}
