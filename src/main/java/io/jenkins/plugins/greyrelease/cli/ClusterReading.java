package io.jenkins.plugins.greyrelease.cli;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rollout.AppStatus;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What one cluster told.
 *
 * @param cluster its name
 * @param apps those that were asked for and are there
 * @param problem why it could not be asked; then the apps are what was known before
 * @param since when it stopped answering, as far as this process saw
 */
record ClusterReading(String cluster, List<AppStatus> apps, Optional<String> problem, Optional<Instant> since) {
    ClusterReading {
        apps = List.copyOf(apps);
    }

    /** One app. */
    static CompletableFuture<ClusterReading> of(FleetMember member, String namespace, String app) {
        if (!member.allows(namespace)) {
            return CompletableFuture.completedFuture(
                    new ClusterReading(member.name(), List.of(), Optional.empty(), Optional.empty()));
        }
        return settled(
                member,
                all(
                        member,
                        namespace,
                        Selector.EVERYTHING,
                        (deployments, leases) ->
                                AppStatus.of(member.name(), namespace, app, deployments, leases).stream()
                                        .toList()));
    }

    /** All apps that a release is under way of, in the namespaces that the fleet names, or everywhere. */
    static CompletableFuture<ClusterReading> underWay(FleetMember member) {
        List<String> namespaces = new ArrayList<>(member.spec().namespaces());
        if (namespaces.isEmpty()) {
            namespaces.add(null);
        }
        LabelSelector released = new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(Labels.RELEASE)
                .withOperator("Exists")
                .endMatchExpression()
                .build();
        CompletableFuture<List<AppStatus>> found = CompletableFuture.completedFuture(List.of());
        for (String namespace : namespaces) {
            found = found.thenCombine(
                    all(
                            member,
                            namespace,
                            released,
                            (deployments, leases) -> AppStatus.underWay(member.name(), deployments, leases)),
                    (before, more) -> {
                        List<AppStatus> both = new ArrayList<>(before);
                        both.addAll(more);
                        return both;
                    });
        }
        return settled(member, found);
    }

    private interface Reader {
        List<AppStatus> read(List<Deployment> deployments, List<Lease> leases);
    }

    private static CompletableFuture<List<AppStatus>> all(
            FleetMember member, String namespace, LabelSelector selector, Reader reader) {
        return member.cluster()
                .list(Kind.DEPLOYMENT, namespace, selector)
                .thenCombine(
                        member.cluster().list(Kind.LEASE, namespace, Selector.EVERYTHING),
                        (Listing<Deployment> deployments, Listing<Lease> leases) ->
                                reader.read(deployments.items(), leases.items()));
    }

    private static CompletableFuture<ClusterReading> settled(
            FleetMember member, CompletableFuture<List<AppStatus>> apps) {
        return apps.handle((found, failure) -> {
            if (failure == null) {
                return new ClusterReading(member.name(), found, Optional.empty(), Optional.empty());
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            return new ClusterReading(
                    member.name(), List.of(), Optional.of(String.valueOf(cause.getMessage())), Optional.empty());
        });
    }
}
