package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * One app's objects, read from the API server itself; costs as much as the app is big, not its namespace.
 *
 * <p>Pods and ReplicaSets are listed by the app's selector. What the selector does not find is asked for by name: the
 * ReplicaSets that the caches know to be parked (their labels are off) or owned without matching, and those that own a
 * listed pod. So a ReplicaSet is missed only if it carries none of the app's labels, owns no pod of the app's, and the
 * caches have never heard of it.
 *
 * <p>Services and autoscalers cannot be selected by what they select: the caches say which there are, and each of these
 * is read live. A new one counts from the moment when the caches have it.
 */
final class LiveReading {
    private final Cluster cluster;
    private final Terms terms;
    private final LabelSelector selector;

    /** @param selector of the stable Deployment */
    LiveReading(Cluster cluster, Terms terms, LabelSelector selector) {
        this.cluster = cluster;
        this.terms = terms;
        this.selector = selector;
    }

    /** Reads; {@code known} is what the caches show. Fails with a {@link KubeException}. */
    CompletableFuture<Sight> read(Sight known) {
        var stable = find(Kind.DEPLOYMENT, terms.app());
        var canary = find(Kind.DEPLOYMENT, terms.canaryName());
        var sets = list(Kind.REPLICA_SET, selector);
        var pods = list(Kind.POD, selector);
        var services = again(Kind.SERVICE, known.services());
        var slices = slices(known.services());
        var hpas = again(Kind.HPA, known.hpas());
        var scaledObjects = again(Kind.SCALED_OBJECT, known.scaledObjects());
        return CompletableFuture.allOf(stable, canary, sets, pods, services, slices, hpas, scaledObjects)
                .thenCompose(all -> unselected(sets.join(), pods.join(), known)
                        .thenApply(others -> new Sight(
                                stable.join(),
                                canary.join(),
                                joined(sets.join(), others),
                                pods.join(),
                                services.join(),
                                slices.join(),
                                hpas.join(),
                                scaledObjects.join())));
    }

    /** The ReplicaSets that the selector did not find. */
    private CompletableFuture<List<ReplicaSet>> unselected(List<ReplicaSet> found, List<Pod> pods, Sight known) {
        Set<String> names = new TreeSet<>(names(known.concerned(selector)));
        for (Pod pod : pods) {
            View.controller(pod.getMetadata())
                    .filter(owner -> "ReplicaSet".equals(owner.getKind()))
                    .ifPresent(owner -> names.add(owner.getName()));
        }
        names.removeAll(names(found));
        return findAll(Kind.REPLICA_SET, names);
    }

    private CompletableFuture<List<EndpointSlice>> slices(List<Service> services) {
        if (services.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return list(
                Kind.ENDPOINT_SLICE,
                new LabelSelectorBuilder()
                        .addNewMatchExpression()
                        .withKey(Eyes.SERVICE_NAME)
                        .withOperator("In")
                        .withValues(List.copyOf(names(services)))
                        .endMatchExpression()
                        .build());
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> again(Kind<T> kind, List<T> known) {
        return findAll(kind, names(known));
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> findAll(Kind<T> kind, Collection<String> names) {
        CompletableFuture<List<T>> all = CompletableFuture.completedFuture(List.of());
        for (String name : names) {
            all = all.thenCombine(
                    find(kind, name), (some, one) -> joined(some, one.stream().toList()));
        }
        return all;
    }

    private <T extends HasMetadata> CompletableFuture<Optional<T>> find(Kind<T> kind, String name) {
        return Calls.find(cluster, kind, terms.namespace(), name);
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> list(Kind<T> kind, LabelSelector which) {
        return Calls.orElse(cluster.list(kind, terms.namespace(), which).thenApply(Listing::items), List.of());
    }

    private static <T extends HasMetadata> Set<String> names(List<T> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(each -> names.add(each.getMetadata().getName()));
        return names;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
