package io.jenkins.plugins.greyrelease.kube;

import java.util.List;

/**
 * The rights that the steps need in a cluster: the one table of them. {@code examples/rbac} has each role as a ClusterRole
 * of the same name; tests hold both against the calls that are really made.
 *
 * <p>Kinds that only some clusters serve (KEDA's, Istio's, the vertical autoscaler) are among them: an API server says
 * "forbidden" before it says that it does not know a kind, so without the right nobody can tell whether it is there.
 *
 * @param name of the ClusterRole
 * @param file in {@code examples/rbac}
 * @param steps that need it, as the Jenkinsfile or the command {@code grey} names them
 * @param everywhere whether it is needed in all namespaces, for what lives in none
 */
public record Role(String name, String file, List<String> steps, boolean everywhere, List<Right> rights) {

    /** Releases and rollbacks. */
    public static final Role RELEASE = new Role(
            "grey-release",
            "release.yaml",
            List.of("canaryBatch", "rollback"),
            false,
            List.of(
                    Right.to(
                            "get list watch create update delete",
                            Kind.DEPLOYMENT,
                            "to make, scale and remove the canary"),
                    Right.to(
                            "get list watch update delete",
                            Kind.REPLICA_SET,
                            "to hand the canary's pods over to the Deployment"),
                    Right.to("list watch", Kind.POD, "to count pods"),
                    Right.to("list watch", Kind.ENDPOINT_SLICE, "to see which pods serve"),
                    Right.to("get list watch", Kind.SERVICE, "to see whether the canary gets traffic"),
                    Right.to("list", Kind.PDB, "to see whether the canary is protected"),
                    Right.to("list", Kind.NETWORK_POLICY, "to see whether the canary can be reached"),
                    Right.to("list", Kind.DESTINATION_RULE, "to see whether Istio routes to the canary"),
                    Right.to("list", Kind.RESOURCE_QUOTA, "to see whether there is room"),
                    Right.to("get", Kind.PVC, "to see whether two pods can share the volumes"),
                    Right.to("get", Kind.STATEFUL_SET, "to say that an app is none that can be released"),
                    Right.to("get", Kind.DAEMON_SET, "to say that an app is none that can be released"),
                    Right.to("get list watch patch", Kind.HPA, "to hold the autoscaler during the hand-over"),
                    Right.to("get list watch patch", Kind.SCALED_OBJECT, "to hold KEDA during the hand-over"),
                    Right.to("list", Kind.VPA, "to see whether the vertical autoscaler would restart pods"),
                    Right.to("get create update", Kind.CONFIG_MAP, "to keep the record"),
                    Right.to("get create update delete", Kind.LEASE, "to say who drives the release")));

    /** Autoscalers that are written and checked. */
    public static final Role HPA_POLICY = new Role(
            "grey-hpa-policy",
            "hpa-policy.yaml",
            List.of("hpaPolicy"),
            false,
            List.of(
                    Right.to("get", Kind.DEPLOYMENT, "to see what is to be scaled"),
                    Right.to("list", Kind.POD, "to see what pods ask for"),
                    Right.to("list create update", Kind.HPA, "to write the autoscaler"),
                    Right.to("list", Kind.SCALED_OBJECT, "to see whether KEDA scales the app"),
                    Right.to("list", Kind.VPA, "to see whether the vertical autoscaler works against it"),
                    Right.to("list", Kind.RESOURCE_QUOTA, "to see whether there is room for the most pods")));

    /** Disruption budgets that are checked, and made where they are missing. */
    public static final Role PDB_GUARD = new Role(
            "grey-pdb-guard",
            "pdb-guard.yaml",
            List.of("pdbGuard"),
            false,
            List.of(
                    Right.to("get list", Kind.DEPLOYMENT, "to see what has to be covered"),
                    Right.to("list", Kind.STATEFUL_SET, "to see what has to be covered"),
                    Right.to("list", Kind.POD, "to see which pods a budget covers"),
                    Right.to("list create update delete", Kind.PDB, "to check budgets and make missing ones")));

    /** Nodes that are emptied for their maintenance; pods of all namespaces are on them. */
    public static final Role NODE_MAINTENANCE = new Role(
            "grey-node-maintenance",
            "node-maintenance.yaml",
            List.of("nodeMaintenance"),
            true,
            List.of(
                    Right.to("get list watch update", Kind.NODE, "to cordon nodes"),
                    Right.to("list watch", Kind.POD, "to see what runs on a node"),
                    Right.to("create", Kind.POD, "eviction", "to empty a node without breaking a budget"),
                    Right.to("list watch", Kind.PDB, "to see which pods may go at once"),
                    Right.to(
                            "get list watch update",
                            Kind.DEPLOYMENT,
                            "to make room before the only pod of an app goes"),
                    Right.to("list watch", Kind.REPLICA_SET, "to see which app a pod is of"),
                    Right.to("list watch", Kind.STATEFUL_SET, "to see which app a pod is of"),
                    Right.to("list", Kind.SERVICE, "to see whether an app is served elsewhere"),
                    Right.to("list", Kind.ENDPOINT_SLICE, "to see whether an app is served elsewhere"),
                    Right.to("get create update delete", Kind.LEASE, "to be the only one who empties nodes")));

    /** Scaling without an HPA. */
    public static final Role AUTOSCALE = new Role(
            "grey-autoscale",
            "autoscale.yaml",
            List.of("autoscale"),
            false,
            List.of(
                    Right.to("get patch", Kind.DEPLOYMENT, "to scale the app"),
                    Right.to("list", Kind.POD, "to see which pods count"),
                    Right.to("list", Kind.POD_METRICS, "to see what pods use"),
                    Right.to("list", Kind.HPA, "to leave alone what somebody else scales"),
                    Right.to("list", Kind.SCALED_OBJECT, "to leave alone what KEDA scales"),
                    Right.to("get create update delete", Kind.LEASE, "to be the only one who scales the app")));

    /** Images that are built from Dockerfiles, in a namespace that is there for that. */
    public static final Role IMAGE_BUILDS = new Role(
            "grey-image-builds",
            "image-builds.yaml",
            List.of("buildBaseImage"),
            false,
            List.of(
                    Right.to("get list watch create patch delete", Kind.JOB, "to build, and to clear up"),
                    Right.to("create", Kind.CONFIG_MAP, "to send the files of a build"),
                    Right.to("create", Kind.SECRET, "to send the registries' credentials"),
                    Right.to("list watch", Kind.POD, "to see how a build gets on"),
                    Right.to("get", Kind.POD, "log", "to show a build's log"),
                    Right.to("list", Kind.EVENT, "to say why a build does not begin"),
                    Right.to("list", Kind.RESOURCE_QUOTA, "to see whether there is room")));

    /** Looking on. */
    public static final Role STATUS = new Role(
            "grey-status",
            "status.yaml",
            List.of("status", "images"),
            false,
            List.of(
                    Right.to("list watch", Kind.DEPLOYMENT, "to see which releases are under way"),
                    Right.to("list watch", Kind.LEASE, "to see who drives them")));

    /** All roles, the one that every user needs first; a new one is added here. */
    public static final List<Role> ALL =
            List.of(RELEASE, HPA_POLICY, PDB_GUARD, NODE_MAINTENANCE, AUTOSCALE, IMAGE_BUILDS, STATUS);

    public Role {
        steps = List.copyOf(steps);
        rights = List.copyOf(rights);
    }
}
