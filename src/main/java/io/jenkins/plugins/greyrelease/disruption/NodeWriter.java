package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes marks on nodes, one node after the other, each under the resourceVersion of a live read. */
final class NodeWriter {
    private static final Duration UNHELD = Duration.ofSeconds(1);

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
     * Cordons and marks those that are free, or ours already.
     *
     * @return the names of those, in order; the others belong to somebody else by now
     */
    CompletableFuture<List<String>> take(Collection<String> names, int round) {
        TreeSet<String> taken = new TreeSet<>();
        NodeMark mark = new NodeMark(setting.id(), NodeMark.Phase.DRAINING, round);
        return write(names, node -> {
                    boolean free = !NodeMark.cordoned(node) && NodeMark.on(node).isEmpty();
                    boolean ours = free || ours(node).isPresent();
                    if (ours) {
                        taken.add(node.getMetadata().getName());
                    }
                    return ours ? Optional.of(mark.put(node)) : Optional.empty();
                })
                .thenApply(done -> List.copyOf(taken));
    }

    /** Notes how far ours among these nodes are. */
    CompletableFuture<Void> phase(Collection<String> names, NodeMark.Phase phase) {
        return write(names, node -> ours(node).map(mark -> mark.in(phase).put(node)));
    }

    /** Lets ours among these nodes take pods again, with no mark left. */
    CompletableFuture<Void> release(Collection<String> names) {
        return write(names, node -> ours(node).map(mark -> NodeMark.off(node)));
    }

    private Optional<NodeMark> ours(Node node) {
        return NodeMark.on(node).filter(mark -> mark.id().equals(setting.id()));
    }

    /**
     * Changes these nodes. What passes by (conflicts, a server in trouble) is tried again for as long as it takes.
     *
     * @param change the node as it shall be; empty: it stays as it is
     * @return fails with a {@link KubeException} that does not pass; nodes that are gone are none
     */
    private CompletableFuture<Void> write(Collection<String> names, Function<Node, Optional<Node>> change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        next(new ArrayDeque<>(names), change, done);
        return done;
    }

    private void next(Deque<String> left, Function<Node, Optional<Node>> change, CompletableFuture<Void> done) {
        if (left.isEmpty()) {
            done.complete(null);
            return;
        }
        if (!setting.lease().fresh()) {
            // cut off for long: somebody else may drive by now, and then it is lost and nothing more is written
            if (!setting.lease().lost()) {
                setting.scheduler().after(UNHELD, () -> setting.serial().execute(() -> next(left, change, done)));
            }
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
                                setting.scheduler().after(backoff.next(cause.retryAfter()), () -> setting.serial()
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
