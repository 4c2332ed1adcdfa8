package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Turns ReplicaSets into pods.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/replicaset/replica_set.go}.
 */
final class ReplicaSetController implements Controller {
    static final String WHO = "replicaset-controller";

    private final ControllerContext context;
    private final Expectations expectations;
    private final WorkQueue queue;

    ReplicaSetController(ControllerContext context, Supplier<Duration> delay) {
        this.context = context;
        this.expectations = new Expectations(context.time());
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        context.replicaSets().onChange(this::replicaSetChanged);
        context.pods().onChange(this::podChanged);
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
        expectations.clear();
    }

    private void sync(String key) {
        ReplicaSet cached = context.replicaSets().get(key).orElse(null);
        if (cached == null) {
            expectations.forget(key);
            return;
        }
        new ReplicaSetSync(context, expectations, queue, cached).run();
    }

    private void replicaSetChanged(ReplicaSet before, ReplicaSet after) {
        boolean replaced = before != null
                && after != null
                && !before.getMetadata().getUid().equals(after.getMetadata().getUid());
        if (after == null || replaced) {
            expectations.forget(View.key(before));
        }
        queue.add(View.key(after == null ? before : after));
    }

    private void podChanged(Pod before, Pod after) {
        if (after == null) {
            deleted(before);
        } else if (after.getMetadata().getDeletionTimestamp() != null) {
            deleted(after);
            if (before != null && relabelled(before, after)) {
                deleted(before);
            }
        } else if (before == null) {
            created(after);
        } else {
            updated(before, after);
        }
    }

    private void created(Pod pod) {
        if (Owners.controllerOf(pod) == null) {
            enqueueMatching(pod);
            return;
        }
        ReplicaSet owner = owner(pod);
        if (owner != null) {
            expectations.creationObserved(View.key(owner));
            queue.add(View.key(owner));
        }
    }

    private void updated(Pod before, Pod after) {
        OwnerReference now = Owners.controllerOf(after);
        boolean changed = !Objects.equals(now, Owners.controllerOf(before));
        ReplicaSet former = changed ? owner(before) : null;
        if (former != null) {
            queue.add(View.key(former));
        }
        if (now == null) {
            if (changed || relabelled(before, after)) {
                enqueueMatching(after);
            }
            return;
        }
        ReplicaSet owner = owner(after);
        if (owner != null) {
            queue.add(View.key(owner));
        }
    }

    private void deleted(Pod pod) {
        ReplicaSet owner = owner(pod);
        if (owner != null) {
            expectations.deletionObserved(View.key(owner), pod.getMetadata().getUid());
            queue.add(View.key(owner));
        }
    }

    private static boolean relabelled(Pod before, Pod after) {
        return !Objects.equals(
                before.getMetadata().getLabels(), after.getMetadata().getLabels());
    }

    private void enqueueMatching(Pod orphan) {
        for (ReplicaSet each : context.replicaSets().list(orphan.getMetadata().getNamespace())) {
            if (Selector.matches(
                    each.getSpec().getSelector(), orphan.getMetadata().getLabels())) {
                queue.add(View.key(each));
            }
        }
    }

    /** The ReplicaSet that controls it, as far as the cache knows, or null. */
    private ReplicaSet owner(Pod pod) {
        OwnerReference ref = Owners.controllerOf(pod);
        if (ref == null || !"ReplicaSet".equals(ref.getKind())) {
            return null;
        }
        return context.replicaSets()
                .get(pod.getMetadata().getNamespace(), ref.getName())
                .filter(rs -> rs.getMetadata().getUid().equals(ref.getUid()))
                .orElse(null);
    }
}
