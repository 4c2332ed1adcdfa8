package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads from the API server itself what {@link Slack} is counted from. */
public final class SlackReading {
    private SlackReading() {}

    /**
     * One app's Deployments with what belongs to them.
     *
     * @return empty if the Deployment is not there; fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException}
     */
    public static CompletableFuture<Optional<Slack.Sides>> of(Cluster cluster, String namespace, String app) {
        return Calls.find(cluster, Kind.DEPLOYMENT, namespace, app)
                .thenCompose(stable -> stable.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : sides(cluster, stable.get()).thenApply(Optional::of));
    }

    private static CompletableFuture<Slack.Sides> sides(Cluster cluster, Deployment stable) {
        String namespace = stable.getMetadata().getNamespace();
        LabelSelector selector = stable.getSpec().getSelector();
        CompletableFuture<Optional<Deployment>> canary = canaryName(stable)
                .map(name -> Calls.find(cluster, Kind.DEPLOYMENT, namespace, name))
                .orElse(CompletableFuture.completedFuture(Optional.empty()));
        var sets = list(cluster, Kind.REPLICA_SET, namespace, selector);
        var pods = list(cluster, Kind.POD, namespace, selector);
        var services = list(cluster, Kind.SERVICE, namespace, Selector.EVERYTHING);
        var slices = list(cluster, Kind.ENDPOINT_SLICE, namespace, Selector.EVERYTHING);
        return CompletableFuture.allOf(canary, sets, pods, services, slices).thenApply(all -> {
            Sight sight = new Sight(
                    Optional.of(stable),
                    canary.join(),
                    sets.join(),
                    pods.join(),
                    services.join(),
                    slices.join(),
                    List.of(),
                    List.of());
            return new Slack.Sides(stable, canary.join(), sets.join(), pods.join(), sight.serving(pods.join()));
        });
    }

    /** The name of the canary that a release under way has beside this Deployment, if there is a release. */
    public static Optional<String> canaryName(Deployment stable) {
        String release = View.label(stable, Labels.RELEASE);
        return release.isEmpty()
                ? Optional.empty()
                : Optional.of(stable.getMetadata().getName() + "-" + release);
    }

    private static <T extends HasMetadata> CompletableFuture<List<T>> list(
            Cluster cluster, Kind<T> kind, String namespace, LabelSelector selector) {
        return Calls.orElse(cluster.list(kind, namespace, selector).thenApply(Listing::items), List.of());
    }
}
