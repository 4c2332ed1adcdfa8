package io.jenkins.plugins.greyrelease.autoscale.live;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.autoscale.Reading;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads what a decision about one app in one cluster needs. Changes nothing. */
final class Scout {
    private final Cluster cluster;
    private final AutoscaledApp app;
    private final Queries queries;

    Scout(Cluster cluster, AutoscaledApp app, Queries queries) {
        this.cluster = cluster;
        this.app = app;
        this.queries = queries;
    }

    /** Fails with the first {@link KubeException}; KEDA's absence is none. */
    CompletableFuture<Sight> look() {
        return cluster.get(Kind.DEPLOYMENT, app.namespace(), app.app()).thenCompose(this::around);
    }

    private CompletableFuture<Sight> around(Deployment deployment) {
        var pods = items(Kind.POD, deployment.getSpec().getSelector());
        var hpas = items(Kind.HPA, Selector.EVERYTHING);
        var scaled = items(Kind.SCALED_OBJECT, Selector.EVERYTHING)
                .exceptionally(failure -> noneIfNotServed(Scout.cause(failure)));
        return CompletableFuture.allOf(pods, hpas, scaled)
                .thenApply(all -> new Sight(deployment, pods.join(), hpas.join(), scaled.join()));
    }

    private static <T> List<T> noneIfNotServed(Throwable cause) {
        if (notServed(cause)) {
            return List.of();
        }
        throw new CompletionException(cause);
    }

    private static boolean notServed(Throwable cause) {
        return cause instanceof KubeException kube && kube.reason() == KubeException.Reason.NOT_FOUND;
    }

    /** One reading for each policy, in order. Never fails. */
    CompletableFuture<List<Reading>> measure(Sight sight) {
        List<CompletableFuture<Reading>> asked =
                app.gauges().stream().map(gauge -> measure(gauge, sight)).toList();
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> new ArrayList<>(
                        asked.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Reading> measure(Gauge gauge, Sight sight) {
        if (gauge instanceof Gauge.Query query) {
            return queries.read(app, query);
        }
        Gauge.Resource resource = (Gauge.Resource) gauge;
        return items(Kind.POD_METRICS, sight.deployment().getSpec().getSelector())
                .handle((metrics, failure) -> failure == null
                        ? PodUsage.of(
                                resource,
                                sight.pods(),
                                metrics.stream()
                                        .map(UsageSample::of)
                                        .flatMap(Optional::stream)
                                        .toList())
                        : new Reading.Failed(gauge.name(), words(cause(failure))));
    }

    private static String words(Throwable cause) {
        return notServed(cause)
                ? "the cluster serves no metrics.k8s.io: install metrics-server, or take a query instead"
                : cause.getMessage();
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> items(Kind<T> kind, LabelSelector selector) {
        return cluster.list(kind, app.namespace(), selector).thenApply(Listing::items);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
