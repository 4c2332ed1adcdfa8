package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Answers of the port, unwrapped. */
final class Calls {
    private Calls() {}

    /** The port's own exception; any other is an error in this program and comes out as SERVER_ERROR with its text. */
    static KubeException cause(String cluster, String doing, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof KubeException kube
                ? kube
                : new KubeException(cluster, doing, Reason.SERVER_ERROR, 0, cause.toString());
    }

    /** The object, or empty if it, or its whole kind, is not there. */
    static <T extends HasMetadata> CompletableFuture<Optional<T>> find(
            Cluster cluster, Kind<T> kind, String namespace, String name) {
        return orElse(cluster.get(kind, namespace, name).thenApply(Optional::of), Optional.empty());
    }

    /** {@code absent} instead of NOT_FOUND: the object, or its whole kind, is not there. */
    static <T> CompletableFuture<T> orElse(CompletableFuture<T> call, T absent) {
        return call.exceptionally(failure -> {
            KubeException cause = cause("", "", failure);
            if (cause.reason() == Reason.NOT_FOUND) {
                return absent;
            }
            throw cause;
        });
    }
}
