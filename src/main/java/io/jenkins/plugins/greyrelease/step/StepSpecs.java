package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import java.util.List;
import java.util.Optional;

/** All steps of the plugin. */
public final class StepSpecs {

    /** Releases an app in batches over clusters; the block is the check after each batch. */
    public static final StepSpec CANARY_BATCH = new StepSpec(
            "canaryBatch",
            "Releases an app in batches over clusters; the block runs after each batch and is its check.",
            Optional.empty(),
            List.of(
                    required("app", Type.TEXT, "Name of the Deployment."),
                    optional("image", Type.TEXT, "", "The new image, with tag or digest; or give 'manifest'."),
                    optional(
                            "manifest",
                            Type.TEXT,
                            "",
                            "File with the Deployment's YAML, if more changes than the image."),
                    optional("namespace", Type.TEXT, "default", "Where the Deployment lives, in every cluster."),
                    optional(
                            "container", Type.TEXT, "the only one, or the one with that image", "Whose image changes."),
                    optional("clusters", Type.TEXTS, "all that run the app", "Names or 'label:value', in order."),
                    required("batches", Type.BATCHES, "Sizes in order: pods, '25%' of the total, or 'rest'."),
                    choice(
                            "spread",
                            List.of("sequence", "even", "fill"),
                            "How batches go over the clusters: sequence (one cluster after the other), even (each batch"
                                    + " over all clusters), fill (counted over the fleet, first cluster first)."),
                    optional("maxParallel", Type.INTEGER, "1", "Clusters at once in 'sequence'."),
                    choice(
                            "capacity",
                            List.of("auto", "replace", "surge"),
                            "auto (surge with an autoscaler), replace (stable shrinks as the canary grows), surge."),
                    optional("maxSurge", Type.AMOUNT, "the Deployment's", "Extra pods at most."),
                    optional("maxUnavailable", Type.AMOUNT, "0", "Missing pods at most."),
                    optional("minReadySeconds", Type.DURATION, "the Deployment's", "How long a pod is ready to count."),
                    optional("progressDeadline", Type.DURATION, "10m", "How long pods may take to come up."),
                    optional("soak", Type.DURATION, "0", "How long to watch at full size before the old pods go."),
                    choice(
                            "onFailure",
                            List.of("rollback", "pause", "continue"),
                            "What a failed check or failing pods lead to: rollback (everything this release touched),"
                                    + " pause (a person decides), continue (with the next cluster)."),
                    choice("onAbort", List.of("rollback", "pause"), "What an abort leads to: rollback or pause."),
                    optional("maxFailedClusters", Type.INTEGER, "0", "How many clusters 'continue' may leave behind."),
                    optional("strict", Type.BOOLEAN, "false", "Whether batches beyond the total are an error."),
                    choice(
                            "gitops",
                            List.of("refuse", "handled"),
                            "Apps of Argo CD, Flux or Helm: refuse, or handled (the pipeline writes the version back).")),
            true);

    /** Returns an app to an earlier version. */
    public static final StepSpec ROLLBACK = new StepSpec(
            "rollback",
            "Returns an app to an earlier version: a release of the old template.",
            Optional.empty(),
            List.of(
                    required("app", Type.TEXT, "Name of the Deployment."),
                    optional("namespace", Type.TEXT, "default", "Where the Deployment lives, in every cluster."),
                    optional(
                            "clusters",
                            Type.TEXTS,
                            "all that run the app, the last one first",
                            "Names or 'label:value', in order."),
                    optional("to", Type.TEXT, "the version before this one", "A revision's number, or its image."),
                    optional("batches", Type.BATCHES, "100%", "Sizes in order; all at once if not given.")),
            false);

    /** Holds until people say yes. */
    public static final StepSpec MANUAL_APPROVAL = ManualApprovalSpec.MANUAL_APPROVAL;

    /** Writes and checks the autoscaler of an app in every cluster. */
    public static final StepSpec HPA_POLICY = HpaPolicySpec.HPA_POLICY;

    /** Checks and makes disruption budgets. */
    public static final StepSpec PDB_GUARD = new StepSpec(
            "pdbGuard",
            "Makes sure that every Deployment has a disruption budget and that none blocks the drain of a node.",
            Optional.empty(),
            List.of(
                    optional(
                            "clusters",
                            Type.TEXTS,
                            "all that run the app; without an app all that are open to the namespace",
                            "Names or 'label:value', in order."),
                    optional("namespace", Type.TEXT, "default", "The namespace that is looked at, in every cluster."),
                    optional("app", Type.TEXT, "all Deployments", "Name of the one Deployment that is looked at."),
                    optional(
                            "maxUnavailable",
                            Type.AMOUNT,
                            "50%",
                            "What a budget that 'fix' makes lets be missing: more than 0; a percentage rounds up."),
                    optional(
                            "fix",
                            Type.BOOLEAN,
                            "false",
                            "Whether missing budgets are made and those it made before are put right; other people's"
                                    + " are never changed."),
                    optional(
                            "failOn",
                            Type.TEXTS,
                            "missing, blocking",
                            "What fails the step: missing (a Deployment has no budget), blocking (a budget lets no pod"
                                    + " go, ever), doubtful (anything else that was found, such as a selector that"
                                    + " matches nothing or several apps), or none (it only reports).")),
            false);

    /** Brings an image to other registries. */
    public static final StepSpec HARBOR_SYNC = HarborSyncSpec.HARBOR_SYNC;

    /** Builds a base image of an application type. */
    public static final StepSpec BUILD_BASE_IMAGE = ImageSpecs.BUILD_BASE_IMAGE;

    /** Builds an application's image. */
    public static final StepSpec BUILD_IMAGE = ImageSpecs.BUILD_IMAGE;

    /** Drains nodes in rounds; the block works on each. */
    public static final StepSpec NODE_MAINTENANCE = NodeMaintenanceSpec.NODE_MAINTENANCE;

    /** Waits for a quality gate. */
    public static final StepSpec SONAR_GATE = SonarGateSpec.SONAR_GATE;

    /** Ties a run to a change ticket. */
    public static final StepSpec JIRA_CHANGE = JiraChangeSpec.JIRA_CHANGE;

    private static final List<StepSpec> ALL = List.of(
            BUILD_BASE_IMAGE,
            BUILD_IMAGE,
            HARBOR_SYNC,
            SONAR_GATE,
            JIRA_CHANGE,
            MANUAL_APPROVAL,
            CANARY_BATCH,
            ROLLBACK,
            HPA_POLICY,
            PDB_GUARD,
            NODE_MAINTENANCE);

    private StepSpecs() {}

    /** Every step, in the order they are documented. */
    public static List<StepSpec> all() {
        return ALL;
    }

    /** The step of this name. */
    public static Optional<StepSpec> named(String name) {
        return ALL.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    private static Parameter required(String name, Type type, String help) {
        return new Parameter(name, type, true, "", List.of(), help);
    }

    private static Parameter optional(String name, Type type, String otherwise, String help) {
        return new Parameter(name, type, false, otherwise, List.of(), help);
    }

    private static Parameter choice(String name, List<String> choices, String help) {
        return new Parameter(name, Type.TEXT, false, choices.get(0), choices, help);
    }
}
