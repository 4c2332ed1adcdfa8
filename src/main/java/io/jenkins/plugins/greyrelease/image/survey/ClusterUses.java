package io.jenkins.plugins.greyrelease.image.survey;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.image.Limiter;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The images that one cluster's Deployments name, in the namespaces that the fleet names for it, or everywhere. Of each
 * Deployment no more is kept than that.
 *
 * @param problem why it could not be asked; empty: it could
 */
record ClusterUses(String cluster, List<Use> uses, Optional<String> problem) {
    ClusterUses {
        uses = List.copyOf(uses);
    }

    /** Asks a cluster, one namespace after the other; never fails. */
    static CompletableFuture<ClusterUses> read(FleetMember member) {
        List<String> namespaces = new ArrayList<>(member.spec().namespaces());
        if (namespaces.isEmpty()) {
            namespaces.add(null);
        }
        return new Limiter(1)
                .all(namespaces, namespace -> member.cluster()
                        .list(Kind.DEPLOYMENT, namespace, Selector.EVERYTHING)
                        .thenApply(found -> of(member.name(), found)))
                .handle((found, failure) -> failure == null
                        ? new ClusterUses(
                                member.name(),
                                found.stream().flatMap(List::stream).toList(),
                                Optional.empty())
                        : new ClusterUses(member.name(), List.of(), Optional.of(words(failure))));
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    private static List<Use> of(String cluster, Listing<Deployment> found) {
        return found.items().stream()
                .flatMap(deployment -> containers(
                                deployment.getSpec().getTemplate().getSpec())
                        .map(container -> new Use(
                                cluster,
                                deployment.getMetadata().getNamespace(),
                                deployment.getMetadata().getName(),
                                container.getName(),
                                container.getImage())))
                .toList();
    }

    private static Stream<Container> containers(PodSpec pod) {
        return Stream.of(pod.getContainers(), pod.getInitContainers())
                .flatMap(some -> some == null ? Stream.empty() : some.stream());
    }
}
