package io.jenkins.plugins.greyrelease.step;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.autoscale.HpaSurroundings;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads what there is around an app in one cluster. Changes nothing. */
final class HpaSurvey {
    private final Cluster cluster;
    private final String namespace;

    HpaSurvey(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Fails with the first {@link KubeException}; kinds that the cluster does not serve count as absent. */
    CompletableFuture<HpaSurroundings> of(String app) {
        return cluster.get(Kind.DEPLOYMENT, namespace, app).thenCompose(this::around);
    }

    private CompletableFuture<HpaSurroundings> around(Deployment deployment) {
        var pods = list(Kind.POD, deployment.getSpec().getSelector());
        var hpas = list(Kind.HPA, Selector.EVERYTHING);
        var scaled = list(Kind.SCALED_OBJECT, Selector.EVERYTHING);
        var vpas = list(Kind.VPA, Selector.EVERYTHING);
        var quotas = list(Kind.RESOURCE_QUOTA, Selector.EVERYTHING);
        return CompletableFuture.allOf(pods, hpas, scaled, vpas, quotas)
                .thenApply(all -> new HpaSurroundings(
                        deployment, pods.join(), hpas.join(), scaled.join(), vpas.join(), quotas.join()));
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> list(Kind<T> kind, LabelSelector selector) {
        return cluster.list(kind, namespace, selector).thenApply(Listing::items).exceptionally(failure -> {
            Throwable cause = Failures.cause(failure);
            if (cause instanceof KubeException kube && kube.reason() == KubeException.Reason.NOT_FOUND) {
                return List.of();
            }
            throw new CompletionException(cause);
        });
    }
}
