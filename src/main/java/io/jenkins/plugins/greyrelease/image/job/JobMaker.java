package io.jenkins.plugins.greyrelease.image.job;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes the Job of a build and all that belongs to it, and takes it away again. Everything may be done twice: what is there
 * already was made by us, before a restart or an answer that was lost.
 */
final class JobMaker {
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Site site;
    private final BuildOrder order;
    private final Cluster cluster;
    private final Patience patience;
    private final String namespace;
    private final String name;

    JobMaker(Site site, BuildOrder order, Patience patience) {
        this.site = site;
        this.order = order;
        this.cluster = site.member().cluster();
        this.patience = patience;
        this.namespace = order.where().namespace();
        this.name = order.name();
    }

    /** The Job, if it is there. */
    CompletableFuture<Optional<Job>> find() {
        return patience.call(() -> cluster.get(Kind.JOB, namespace, name).handle((job, failure) -> {
            otherwise(failure, Reason.NOT_FOUND);
            return Optional.ofNullable(job);
        }));
    }

    /**
     * Deletes what processes left behind that died before their Job began and never came back: it would stay for ever, with
     * credentials. A day is more than any clock is wrong.
     *
     * @return how many
     */
    CompletableFuture<Integer> sweep() {
        String yesterday = site.scheduler().now().minus(LEFT_BEHIND).toString();
        return cluster.list(Kind.JOB, namespace, Selector.of(JobManifest.COMMON))
                .thenCompose(listing -> {
                    CompletableFuture<Integer> all = CompletableFuture.completedFuture(0);
                    for (Job each : listing.items()) {
                        if (Boolean.TRUE.equals(each.getSpec().getSuspend())
                                && each.getMetadata().getCreationTimestamp().compareTo(yesterday) < 0) {
                            DeleteOptions exactly = DeleteOptions.of(
                                    DeleteOptions.Propagation.BACKGROUND,
                                    each.getMetadata().getUid());
                            all = all.thenCompose(count -> cluster.delete(
                                            Kind.JOB,
                                            namespace,
                                            each.getMetadata().getName(),
                                            exactly)
                                    .thenApply(done -> count + 1));
                        }
                    }
                    return all;
                });
    }

    /** Makes it, suspended, where nothing is in the way. */
    CompletableFuture<Job> create() {
        JobManifest manifest = new JobManifest(order);
        return patience.call(() -> BuildChecks.check(site.member(), namespace, manifest.template()))
                .thenCompose(good -> made(Kind.JOB, manifest.job()))
                .thenCompose(done -> patience.call(() -> cluster.get(Kind.JOB, namespace, name)));
    }

    /** Lets it start once it has all that it needs. */
    CompletableFuture<Void> furnish(Job job) {
        CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
        if (!Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            return ready;
        }
        JobObjects objects = new JobObjects(order);
        for (ConfigMap piece : objects.context(job)) {
            ready = ready.thenCompose(done -> made(Kind.CONFIG_MAP, piece));
        }
        return ready.thenCompose(done -> made(Kind.CONFIG_MAP, objects.settings(job)))
                .thenCompose(done -> made(Kind.SECRET, objects.secret(job)))
                .thenCompose(done -> patience.call(() -> cluster.patch(
                        Kind.JOB,
                        namespace,
                        name,
                        Patch.merge("{\"spec\":{\"suspend\":false}}"),
                        WriteOptions.FOR_REAL)))
                .thenAccept(started -> {});
    }

    /** Deletes it, and so all that belongs to it; one that is not there is as good. */
    CompletableFuture<Void> delete() {
        // whoever gave up waiting wants this all the same
        return new Patience(site.scheduler(), () -> true)
                .call(() -> cluster.delete(Kind.JOB, namespace, name, DeleteOptions.BACKGROUND)
                        .handle((done, failure) -> {
                            otherwise(failure, Reason.NOT_FOUND);
                            return null;
                        }));
    }

    private <T extends HasMetadata> CompletableFuture<Void> made(Kind<T> kind, T object) {
        return patience.call(
                () -> cluster.create(kind, object, WriteOptions.FOR_REAL).handle((done, failure) -> {
                    otherwise(failure, Reason.ALREADY_EXISTS);
                    return null;
                }));
    }

    /** Fails for any other reason. */
    private static void otherwise(Throwable failure, Reason harmless) {
        if (failure == null) {
            return;
        }
        Throwable cause = Patience.cause(failure);
        if (!(cause instanceof KubeException kube && kube.reason() == harmless)) {
            throw new CompletionException(cause);
        }
    }
}
