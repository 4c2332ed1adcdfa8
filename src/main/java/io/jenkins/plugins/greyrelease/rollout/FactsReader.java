package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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

/** Reads {@link Facts}: about a dozen lists, all asked at once. */
final class FactsReader {
    private final Cluster cluster;
    private final String namespace;

    FactsReader(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Fails with the first {@link KubeException}; kinds that the cluster does not serve count as absent. */
    CompletableFuture<Facts> read(Deployment stable) {
        var deployments = list(Kind.DEPLOYMENT);
        var replicaSets = list(Kind.REPLICA_SET);
        var services = list(Kind.SERVICE);
        var budgets = list(Kind.PDB);
        var policies = list(Kind.NETWORK_POLICY);
        var rules = list(Kind.DESTINATION_RULE);
        var hpas = list(Kind.HPA);
        var scaled = list(Kind.SCALED_OBJECT);
        var vpas = list(Kind.VPA);
        var quotas = list(Kind.RESOURCE_QUOTA);
        var claims = claims(stable);
        return CompletableFuture.allOf(
                        deployments,
                        replicaSets,
                        services,
                        budgets,
                        policies,
                        rules,
                        hpas,
                        scaled,
                        vpas,
                        quotas,
                        claims)
                .thenApply(all -> new Facts(
                        stable,
                        deployments.join(),
                        replicaSets.join(),
                        services.join(),
                        budgets.join(),
                        policies.join(),
                        rules.join(),
                        hpas.join(),
                        scaled.join(),
                        vpas.join(),
                        quotas.join(),
                        claims.join()));
    }

    /** Whether an object of this kind and name is there. */
    <T extends HasMetadata> CompletableFuture<Optional<T>> find(Kind<T> kind, String name) {
        return absentIfNotFound(cluster.get(kind, namespace, name).thenApply(Optional::of), Optional.empty());
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> list(Kind<T> kind) {
        return absentIfNotFound(
                cluster.list(kind, namespace, Selector.EVERYTHING).thenApply(Listing::items), List.of());
    }

    private CompletableFuture<List<PersistentVolumeClaim>> claims(Deployment stable) {
        List<Volume> volumes = Optional.ofNullable(
                        stable.getSpec().getTemplate().getSpec().getVolumes())
                .orElse(List.of());
        CompletableFuture<List<PersistentVolumeClaim>> all = CompletableFuture.completedFuture(List.of());
        for (Volume volume : volumes) {
            if (volume.getPersistentVolumeClaim() != null) {
                all = all.thenCombine(
                        find(Kind.PVC, volume.getPersistentVolumeClaim().getClaimName()), (found, one) -> {
                            List<PersistentVolumeClaim> more = new ArrayList<>(found);
                            one.ifPresent(more::add);
                            return more;
                        });
            }
        }
        return all;
    }

    private static <R> CompletableFuture<R> absentIfNotFound(CompletableFuture<R> answer, R absent) {
        return answer.handle((result, failure) -> {
            if (failure == null) {
                return result;
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof KubeException kube && kube.reason() == KubeException.Reason.NOT_FOUND) {
                return absent;
            }
            throw new CompletionException(cause);
        });
    }
}
