package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.rollout.Move.Change;
import io.jenkins.plugins.greyrelease.rollout.Move.Create;
import io.jenkins.plugins.greyrelease.rollout.Move.Delete;
import io.jenkins.plugins.greyrelease.rollout.Move.Update;
import io.jenkins.plugins.greyrelease.rollout.Move.Write;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Moves as calls of the port. */
final class Writes {
    private Writes() {}

    /** Does the write, in one call; the answer is what the object is now, empty for a delete. */
    static CompletableFuture<Optional<HasMetadata>> send(Cluster cluster, Write write) {
        if (write instanceof Create<?> create) {
            return create(cluster, create);
        }
        if (write instanceof Update<?> update) {
            return update(cluster, update);
        }
        if (write instanceof Change<?> change) {
            return cluster.patch(
                            change.kind(), change.namespace(), change.name(), change.patch(), WriteOptions.FOR_REAL)
                    .thenApply(Optional::of);
        }
        Delete<?> delete = (Delete<?>) write;
        return cluster.delete(delete.kind(), delete.namespace(), delete.name(), delete.options())
                .thenApply(done -> Optional.empty());
    }

    /** {@code replicaset/cart-x7f2-5d8f}. */
    static String target(Write write) {
        if (write instanceof Create<?> create) {
            return create.kind().named(create.object().getMetadata().getName());
        }
        if (write instanceof Update<?> update) {
            return update.kind().named(update.object().getMetadata().getName());
        }
        if (write instanceof Change<?> change) {
            return change.kind().named(change.name());
        }
        Delete<?> delete = (Delete<?>) write;
        return delete.kind().named(delete.name());
    }

    /** A move in words, for a status line. */
    static String words(Move move) {
        if (move instanceof Write write) {
            return write.why();
        }
        if (move instanceof Move.Wait wait) {
            return "waiting for " + wait.what();
        }
        if (move instanceof Move.Reached reached) {
            return reached.what();
        }
        if (move instanceof Move.Failed failed) {
            return "failed: " + failed.why();
        }
        return "stopped: " + ((Move.Stop) move).why();
    }

    private static <T extends HasMetadata> CompletableFuture<Optional<HasMetadata>> create(
            Cluster cluster, Create<T> create) {
        Kind<T> kind = create.kind();
        return cluster.create(kind, create.object(), WriteOptions.FOR_REAL).thenApply(Optional::of);
    }

    private static <T extends HasMetadata> CompletableFuture<Optional<HasMetadata>> update(
            Cluster cluster, Update<T> update) {
        Kind<T> kind = update.kind();
        return cluster.update(kind, update.object(), WriteOptions.FOR_REAL).thenApply(Optional::of);
    }
}
