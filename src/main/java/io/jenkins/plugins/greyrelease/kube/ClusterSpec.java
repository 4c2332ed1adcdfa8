package io.jenkins.plugins.greyrelease.kube;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One cluster of a fleet, as it is configured.
 *
 * @param name unique in the fleet, letter case aside; letters, digits, {@code .}, {@code _} and {@code -}, at most 63
 * @param idc the data centre; empty if none is given
 * @param labels what else a release can select it by
 * @param namespaces where releases are allowed; empty: everywhere
 * @param access how to reach it; empty for a cluster that only rehearsals use
 * @param simulate what rehearsals make of it
 */
public record ClusterSpec(
        String name,
        String idc,
        SortedMap<String, String> labels,
        List<String> namespaces,
        Optional<Access> access,
        Simulate simulate) {

    public ClusterSpec {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        namespaces = List.copyOf(namespaces);
    }

    /** A cluster that only rehearsals use, with a name and nothing else. */
    public static ClusterSpec simulated(String name) {
        return new ClusterSpec(name, "", new TreeMap<>(), List.of(), Optional.empty(), Simulate.DEFAULT);
    }

    /** Whether a release may change things in this namespace. */
    public boolean allows(String namespace) {
        return namespaces.isEmpty() || namespaces.contains(namespace);
    }

    /** The value of a label; {@code idc} and {@code name} count as labels. */
    public Optional<String> label(String key) {
        return switch (key) {
            case "idc" -> Optional.of(idc).filter(value -> !value.isEmpty());
            case "name" -> Optional.of(name);
            default -> Optional.ofNullable(labels.get(key));
        };
    }

    /**
     * Whether it is what somebody means.
     *
     * @param term a name or {@code label:value} ({@code idc:gd9})
     */
    public boolean isMeantBy(String term) {
        int colon = term.indexOf(':');
        return colon < 0
                ? name.equals(term)
                : label(term.substring(0, colon).strip())
                        .filter(term.substring(colon + 1).strip()::equals)
                        .isPresent();
    }

    /** Its labels, the data centre among them. */
    Map<String, String> allLabels() {
        SortedMap<String, String> all = new TreeMap<>(labels);
        label("idc").ifPresent(value -> all.put("idc", value));
        return all;
    }

    /** How to reach a cluster. Credentials are ids: what is kept under them is asked for when it is used. */
    public sealed interface Access {
        /**
         * A context of a kubeconfig. It is always named: the current one may be another tomorrow.
         *
         * @param context its name
         * @param credentials id under which the kubeconfig is kept; empty: the one of this machine's user
         */
        record Kubeconfig(String context, Optional<String> credentials) implements Access {}

        /**
         * An address.
         *
         * @param url of the API server, https
         * @param caCertificate PEM text; empty: the Java runtime's own authorities
         * @param credentials id under which the token or the client certificate is kept
         */
        record Server(String url, Optional<String> caCertificate, String credentials) implements Access {}

        /** The cluster that this process runs in, with the service account of its own pod. */
        record InCluster() implements Access {}
    }

    /**
     * The machines of a simulated cluster.
     *
     * @param nodes 1 to 5000
     * @param racks 1 to {@code nodes}; nodes are dealt to them in turn
     * @param nodeCpu a Kubernetes quantity
     * @param nodeMemory a Kubernetes quantity
     */
    public record Simulate(int nodes, int racks, String nodeCpu, String nodeMemory) {
        /** Six nodes in three racks, 16 cores and 64 GiB each. */
        public static final Simulate DEFAULT = new Simulate(6, 3, "16", "64Gi");
    }
}
