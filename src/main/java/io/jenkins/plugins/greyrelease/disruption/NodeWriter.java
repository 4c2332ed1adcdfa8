package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.jenkins.plugins.greyrelease.kube.Backoff;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes marks on nodes, one node after the other, each under the resourceVersion of a live read. */
final class NodeWriter {
    private final DrainSetting setting;
    private final Backoff backoff;
    private final Consumer<Node> written;

    /** @param written hears of every node as the server answered it */
    NodeWriter(DrainSetting setting, Consumer<Node> written) {
        this.setting = setting;
        this.written = written;
        this.backoff = new Backoff(setting.ids(), Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    /**
     * Changes these nodes. What passes by (conflicts, a server in trouble) is tried again for as long as it takes.
     *
     * @param change the node as it shall be; empty: it stays as it is
     * @return fails with a {@link KubeException} that does not pass; nodes that are gone are none
     */
    CompletableFuture<Void> write(Collection<String> names, Function<Node, Optional<Node>> change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        next(new ArrayDeque<>(names), change, done);
        return done;
    }

    private void next(Deque<String> left, Function<Node, Optional<Node>> change, CompletableFuture<Void> done) {
        if (left.isEmpty()) {
            done.complete(null);
            return;
        }
        setting.cluster()
                .get(Kind.NODE, null, left.peek())
                .thenCompose(node -> change.apply(node)
                        .map(changed -> setting.cluster().update(Kind.NODE, changed, WriteOptions.FOR_REAL))
                        .orElse(CompletableFuture.completedFuture(null)))
                .whenCompleteAsync(
                        (answer, failure) -> {
                            if (answer != null) {
                                written.accept(answer);
                            }
                            KubeException cause = failure == null ? null : cause(failure);
                            if (cause == null || cause.reason() == KubeException.Reason.NOT_FOUND) {
                                backoff.reset();
                                left.remove();
                                next(left, change, done);
                            } else if (cause.passing()) {
                                setting.scheduler().after(backoff.next(cause), () -> setting.serial()
                                        .execute(() -> next(left, change, done)));
                            } else {
                                done.completeExceptionally(cause);
                            }
                        },
                        setting.serial());
    }

    private KubeException cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof KubeException kube
                ? kube
                : new KubeException(
                        setting.cluster().name(), "mark a node", KubeException.Reason.INVALID, 0, cause.toString());
    }
}
