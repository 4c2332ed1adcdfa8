package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** Evicts pods one after the other; the first refusal ends it. Everything on the maintenance's own executor. */
final class Evictor {
    private final DrainSetting setting;
    private final BooleanSupplier enough;
    private final List<String> evicted = new ArrayList<>();

    /** @param enough asked before each pod: whether no more may be evicted */
    Evictor(DrainSetting setting, BooleanSupplier enough) {
        this.setting = setting;
        this.enough = enough;
    }

    /** The uids of those that went; grows. */
    List<String> evicted() {
        return evicted;
    }

    /** Fails with the {@link KubeException} of the pod that may not go. */
    CompletableFuture<Void> evict(List<Pod> pods) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        next(new ArrayDeque<>(pods), done);
        return done;
    }

    private void next(Deque<Pod> queue, CompletableFuture<Void> done) {
        if (queue.isEmpty() || enough.getAsBoolean()) {
            done.complete(null);
            return;
        }
        Pod pod = queue.remove();
        String namespace = pod.getMetadata().getNamespace();
        String name = pod.getMetadata().getName();
        DeleteOptions exactly =
                DeleteOptions.of(Propagation.BACKGROUND, pod.getMetadata().getUid());
        setting.cluster()
                .evict(namespace, name, exactly)
                .whenCompleteAsync(
                        (answer, failure) -> {
                            KubeException cause = failure == null ? null : cause(failure);
                            if (cause == null) {
                                evicted.add(pod.getMetadata().getUid());
                                setting.log("evicted pod " + DrainedPods.name(pod) + " from " + DrainedPods.node(pod));
                            } else if (cause.reason() != Reason.NOT_FOUND) {
                                done.completeExceptionally(cause);
                                return;
                            }
                            next(queue, done);
                        },
                        setting.serial());
    }

    /** The port's own exception; any other is an error in this program, with its text. */
    static KubeException cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof KubeException kube
                ? kube
                : new KubeException("", "drain", Reason.SERVER_ERROR, 0, cause.toString());
    }
}
