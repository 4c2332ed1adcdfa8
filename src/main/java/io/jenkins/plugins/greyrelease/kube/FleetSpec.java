package io.jenkins.plugins.greyrelease.kube;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fleet as it is configured: {@code fleet.yaml}, or Jenkins' system page. Read with {@link FleetReader}. Immutable.
 *
 * @param clusters in order, names unique even without letter case
 * @param registries in order, names unique likewise
 * @param jira the ticket system
 * @param sonarqube the quality server
 * @param builds where Dockerfiles are built
 * @param notifications who is told what happens, names unique likewise
 */
public record FleetSpec(
        List<ClusterSpec> clusters,
        List<RegistrySpec> registries,
        Optional<ServiceSpec> jira,
        Optional<ServiceSpec> sonarqube,
        Optional<BuildsSpec> builds,
        List<NotifySpec> notifications) {

    public FleetSpec {
        clusters = List.copyOf(clusters);
        registries = List.copyOf(registries);
        notifications = List.copyOf(notifications);
    }

    /** Clusters, and nothing beside them. */
    public static FleetSpec of(List<ClusterSpec> clusters) {
        return new FleetSpec(clusters, List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The same with other clusters. */
    public FleetSpec with(List<ClusterSpec> others) {
        return new FleetSpec(others, registries, jira, sonarqube, builds, notifications);
    }

    /** A fleet for rehearsals, of clusters that have a name and nothing else. */
    public static FleetSpec simulated(List<String> names) {
        return of(names.stream().map(ClusterSpec::simulated).toList());
    }

    /**
     * A Harbor, or any other registry.
     *
     * @param name unique
     * @param idc the data centre it serves; empty: none in particular
     * @param url http or https, a host and perhaps a port; no other registry has it
     * @param credentials id under which user and password are kept
     * @param upstream name of the registry it gets its images from; no circle
     * @param caCertificate PEM text; empty: the Java runtime's own authorities
     */
    public record RegistrySpec(
            String name,
            String idc,
            String url,
            Optional<String> credentials,
            Optional<String> upstream,
            Optional<String> caCertificate) {

        /**
         * What the names of its images begin with: {@code harbor.example:8443} of {@code https://harbor.example:8443/}.
         */
        public String host() {
            return url.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        }
    }

    /**
     * Who is told what happens.
     *
     * @param name unique
     * @param url http or https
     * @param signedWith id under which the secret is kept that what is sent is signed with
     * @param credentials id under which a token, or user and password, is kept; empty: none are needed
     * @param events some of {@link #EVENTS}; empty: all
     * @param caCertificate PEM text; empty: the Java runtime's own authorities
     */
    public record NotifySpec(
            String name,
            String url,
            String signedWith,
            Optional<String> credentials,
            List<String> events,
            Optional<String> caCertificate) {
        /** What there is to be told. */
        public static final List<String> EVENTS = List.of(
                "started",
                "cluster-started",
                "batch-done",
                "cluster-done",
                "waiting-for-approval",
                "approval",
                "paused",
                "resumed",
                "unreachable",
                "reachable",
                "failed",
                "rolling-back",
                "rolled-back",
                "ended");

        public NotifySpec {
            events = List.copyOf(events);
        }
    }

    /**
     * Another server.
     *
     * @param url http or https
     * @param credentials id under which the token is kept
     * @param caCertificate PEM text; empty: the Java runtime's own authorities
     * @param webhookSecret id under which the secret is kept that it signs its webhooks with; only SonarQube has one
     */
    public record ServiceSpec(
            String url, Optional<String> credentials, Optional<String> caCertificate, Optional<String> webhookSecret) {}

    /**
     * Where and how images are built from Dockerfiles.
     *
     * @param cluster name of the cluster that runs the Jobs, where a step names no other
     * @param namespace where they run; its pods may be ones without seccomp and AppArmor
     * @param image BuildKit's, rootless, with digest or tag; there is none that is taken by itself, since it may have to
     *     come from a registry of the data centre
     * @param pullSecret name of a Secret in the namespace that the image is pulled with
     * @param platform what images are built for, such as {@code linux/amd64}, on nodes of that kind
     * @param cpu what a build gets, a Kubernetes quantity
     * @param memory likewise
     * @param timeout how long a build may take, from a minute to a day
     */
    public record BuildsSpec(
            String cluster,
            String namespace,
            String image,
            Optional<String> pullSecret,
            String platform,
            String cpu,
            String memory,
            Duration timeout) {
        public static final String PLATFORM = "linux/amd64";
        public static final String CPU = "2";
        public static final String MEMORY = "4Gi";
        public static final Duration TIMEOUT = Duration.ofMinutes(30);
    }
}
