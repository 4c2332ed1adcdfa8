package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/**
 * A kind of Kubernetes object: its model class and where the API serves it.
 *
 * @param type the fabric8 model class; {@link GenericKubernetesResource} for custom resources
 * @param group API group, empty for the core group
 * @param version API version, such as {@code v1}
 * @param kind such as {@code Deployment}
 * @param plural path segment, such as {@code deployments}
 * @param namespaced whether objects live in a namespace
 */
public record Kind<T extends HasMetadata>(
        Class<T> type, String group, String version, String kind, String plural, boolean namespaced) {

    public static final Kind<Deployment> DEPLOYMENT =
            new Kind<>(Deployment.class, "apps", "v1", "Deployment", "deployments", true);
    public static final Kind<ReplicaSet> REPLICA_SET =
            new Kind<>(ReplicaSet.class, "apps", "v1", "ReplicaSet", "replicasets", true);
    public static final Kind<StatefulSet> STATEFUL_SET =
            new Kind<>(StatefulSet.class, "apps", "v1", "StatefulSet", "statefulsets", true);
    public static final Kind<DaemonSet> DAEMON_SET =
            new Kind<>(DaemonSet.class, "apps", "v1", "DaemonSet", "daemonsets", true);
    public static final Kind<Pod> POD = new Kind<>(Pod.class, "", "v1", "Pod", "pods", true);
    public static final Kind<Job> JOB = new Kind<>(Job.class, "batch", "v1", "Job", "jobs", true);
    public static final Kind<Event> EVENT = new Kind<>(Event.class, "", "v1", "Event", "events", true);
    public static final Kind<Secret> SECRET = new Kind<>(Secret.class, "", "v1", "Secret", "secrets", true);
    public static final Kind<PersistentVolumeClaim> PVC =
            new Kind<>(PersistentVolumeClaim.class, "", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);
    public static final Kind<Node> NODE = new Kind<>(Node.class, "", "v1", "Node", "nodes", false);
    public static final Kind<Service> SERVICE = new Kind<>(Service.class, "", "v1", "Service", "services", true);
    public static final Kind<ConfigMap> CONFIG_MAP =
            new Kind<>(ConfigMap.class, "", "v1", "ConfigMap", "configmaps", true);
    public static final Kind<ResourceQuota> RESOURCE_QUOTA =
            new Kind<>(ResourceQuota.class, "", "v1", "ResourceQuota", "resourcequotas", true);
    public static final Kind<EndpointSlice> ENDPOINT_SLICE =
            new Kind<>(EndpointSlice.class, "discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true);
    public static final Kind<HorizontalPodAutoscaler> HPA = new Kind<>(
            HorizontalPodAutoscaler.class,
            "autoscaling",
            "v2",
            "HorizontalPodAutoscaler",
            "horizontalpodautoscalers",
            true);
    public static final Kind<PodDisruptionBudget> PDB =
            new Kind<>(PodDisruptionBudget.class, "policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true);
    public static final Kind<NetworkPolicy> NETWORK_POLICY =
            new Kind<>(NetworkPolicy.class, "networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true);
    public static final Kind<Lease> LEASE =
            new Kind<>(Lease.class, "coordination.k8s.io", "v1", "Lease", "leases", true);
    public static final Kind<SelfSubjectAccessReview> SELF_SUBJECT_ACCESS_REVIEW = new Kind<>(
            SelfSubjectAccessReview.class,
            "authorization.k8s.io",
            "v1",
            "SelfSubjectAccessReview",
            "selfsubjectaccessreviews",
            false);
    /** What pods use; served only where a metrics server is installed. */
    public static final Kind<GenericKubernetesResource> POD_METRICS =
            new Kind<>(GenericKubernetesResource.class, "metrics.k8s.io", "v1beta1", "PodMetrics", "pods", true);

    public static final Kind<SelfSubjectRulesReview> SELF_SUBJECT_RULES_REVIEW = new Kind<>(
            SelfSubjectRulesReview.class,
            "authorization.k8s.io",
            "v1",
            "SelfSubjectRulesReview",
            "selfsubjectrulesreviews",
            false);
    /** Who we are; not served before Kubernetes 1.28. */
    public static final Kind<SelfSubjectReview> SELF_SUBJECT_REVIEW = new Kind<>(
            SelfSubjectReview.class, "authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", false);
    /** KEDA's autoscaler; served only where KEDA is installed. */
    public static final Kind<GenericKubernetesResource> SCALED_OBJECT =
            new Kind<>(GenericKubernetesResource.class, "keda.sh", "v1alpha1", "ScaledObject", "scaledobjects", true);
    /** The vertical autoscaler; served only where it is installed. */
    public static final Kind<GenericKubernetesResource> VPA = new Kind<>(
            GenericKubernetesResource.class,
            "autoscaling.k8s.io",
            "v1",
            "VerticalPodAutoscaler",
            "verticalpodautoscalers",
            true);
    /** Istio's subsets; served only where Istio is installed. */
    public static final Kind<GenericKubernetesResource> DESTINATION_RULE = new Kind<>(
            GenericKubernetesResource.class, "networking.istio.io", "v1", "DestinationRule", "destinationrules", true);

    /** {@code group/version}, or the version alone in the core group. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code deployment/cart}, as errors and logs name an object. */
    public String named(String name) {
        return kind.toLowerCase(java.util.Locale.ROOT) + "/" + name;
    }

    /** Caches are kept by kind: what tells kinds apart is enough. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Kind<?> kind
                        && plural.equals(kind.plural)
                        && group.equals(kind.group)
                        && version.equals(kind.version);
    }

    @Override
    public int hashCode() {
        return 31 * plural.hashCode() + group.hashCode();
    }

    @Override
    public String toString() {
        return plural;
    }
}
