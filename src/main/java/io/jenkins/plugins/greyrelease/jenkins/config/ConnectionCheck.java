package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.rollout.Rights;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a cluster answered when it was tried.
 *
 * @param version such as {@code v1.34.1}
 * @param namespaces that were asked about; none: all of them at once
 * @param missing rights that a release needs and the credentials do not give, in words
 */
record ConnectionCheck(String version, List<String> namespaces, List<String> missing) {
    private static final int SHOWN = 5;

    ConnectionCheck {
        namespaces = List.copyOf(namespaces);
        missing = List.copyOf(missing);
    }

    /**
     * Tries a cluster, with a connection of its own that is closed afterwards.
     *
     * @return fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException} where it does not answer or does not
     *     let in; at the latest when its calls run out of time
     */
    static CompletableFuture<ConnectionCheck> of(
            ClusterSpec spec, Function<ClusterSpec, Login> logins, Scheduler scheduler) {
        KubernetesFleet client = new KubernetesFleet(
                new FleetSpec(List.of(spec), List.of(), Optional.empty(), Optional.empty()), logins, scheduler);
        Cluster cluster = client.fleet().members().get(0).cluster();
        CompletableFuture<ConnectionCheck> check = client.version(spec.name())
                .thenCompose(version -> missing(cluster, spec.namespaces())
                        .thenApply(missing -> new ConnectionCheck(version, spec.namespaces(), missing)));
        check.whenComplete((result, failure) -> client.close());
        return check;
    }

    private static CompletableFuture<List<String>> missing(Cluster cluster, List<String> namespaces) {
        CompletableFuture<List<String>> all = CompletableFuture.completedFuture(List.of());
        for (String namespace : namespaces.isEmpty() ? List.of("") : namespaces) {
            all = all.thenCombine(Rights.missing(cluster, namespace), (before, here) -> {
                List<String> both = new ArrayList<>(before);
                both.addAll(here);
                return both;
            });
        }
        return all;
    }

    /** Whether releases are possible. */
    boolean good() {
        return missing.isEmpty();
    }

    /** In a sentence. */
    String words() {
        if (good()) {
            return "Kubernetes " + version + "; releases are possible in "
                    + (namespaces.isEmpty() ? "all namespaces" : String.join(", ", namespaces));
        }
        String more = missing.size() > SHOWN ? "; and " + (missing.size() - SHOWN) + " more" : "";
        return "Kubernetes " + version + ", but releases need more rights: "
                + String.join("; ", missing.subList(0, Math.min(SHOWN, missing.size()))) + more
                + (namespaces.isEmpty() ? ". If they are there in some namespaces only, name those above" : "");
    }
}
