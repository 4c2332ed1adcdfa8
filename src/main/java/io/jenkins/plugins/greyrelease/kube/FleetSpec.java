package io.jenkins.plugins.greyrelease.kube;

import java.util.List;
import java.util.Optional;

/**
 * A fleet as it is configured: {@code fleet.yaml}, or Jenkins' system page. Read with {@link FleetReader}. Immutable.
 *
 * @param clusters in order, names unique even without letter case
 * @param registries in order, names unique likewise
 * @param jira the ticket system
 * @param sonarqube the quality server
 */
public record FleetSpec(
        List<ClusterSpec> clusters,
        List<RegistrySpec> registries,
        Optional<ServiceSpec> jira,
        Optional<ServiceSpec> sonarqube) {

    public FleetSpec {
        clusters = List.copyOf(clusters);
        registries = List.copyOf(registries);
    }

    /** A fleet for rehearsals, of clusters that have a name and nothing else. */
    public static FleetSpec simulated(List<String> names) {
        return new FleetSpec(
                names.stream().map(ClusterSpec::simulated).toList(), List.of(), Optional.empty(), Optional.empty());
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
     * Another server.
     *
     * @param url http or https
     * @param credentials id under which the token is kept
     * @param caCertificate PEM text; empty: the Java runtime's own authorities
     * @param webhookSecret id under which the secret is kept that it signs its webhooks with; only SonarQube has one
     */
    public record ServiceSpec(
            String url, Optional<String> credentials, Optional<String> caCertificate, Optional<String> webhookSecret) {}
}
