package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where jobs may release to: these clusters, in these namespaces.
 *
 * @param clusters names or {@code label:value}; empty: every cluster
 * @param namespaces empty: every namespace
 */
record ReleaseScope(List<String> clusters, List<String> namespaces) {
    ReleaseScope {
        clusters = List.copyOf(clusters);
        namespaces = List.copyOf(namespaces);
    }

    boolean allows(ClusterSpec cluster, String namespace) {
        return (clusters.isEmpty() || clusters.stream().anyMatch(cluster::isMeantBy))
                && (namespaces.isEmpty() || namespaces.contains(namespace));
    }

    /** In words: which clusters, in which namespaces. */
    String words() {
        return (clusters.isEmpty() ? "every cluster" : String.join(", ", clusters))
                + " in "
                + (namespaces.isEmpty() ? "every namespace" : "namespace " + String.join(", ", namespaces));
    }

    /**
     * What a folder forbids.
     *
     * @param folder its full name
     * @param scopes of the folder; none: it allows no release at all
     * @param clusters where the release goes
     * @return a sentence for each cluster that it may not go to
     */
    static List<String> problems(
            String folder, List<ReleaseScope> scopes, String namespace, List<ClusterSpec> clusters) {
        List<String> problems = new ArrayList<>();
        for (ClusterSpec cluster : clusters) {
            if (scopes.stream().noneMatch(scope -> scope.allows(cluster, namespace))) {
                problems.add("folder '" + folder + "' allows no release to cluster '" + cluster.name()
                        + "' in namespace '" + namespace + "'; it allows "
                        + (scopes.isEmpty()
                                ? "none at all"
                                : String.join(
                                        "; ",
                                        scopes.stream().map(ReleaseScope::words).toList())));
            }
        }
        return problems;
    }
}
