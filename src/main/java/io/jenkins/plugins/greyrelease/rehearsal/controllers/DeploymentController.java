package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Turns Deployments into ReplicaSets. Hears of changes, and syncs one Deployment at a time on what its caches say, which
 * may be behind: upstream does so too, and the hand-over of a release must hold against that.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/deployment}. Left out: the old {@code rollbackTo} annotation, events.
 */
final class DeploymentController implements Controller {
    static final String WHO = "deployment-controller";
    private static final int MAX_RETRIES = 15;

    private final ControllerContext context;
    private final Templates templates = new Templates();
    private final WorkQueue queue;

    DeploymentController(ControllerContext context, Supplier<Duration> delay) {
        this.context = context;
        this.queue = new WorkQueue(context.time(), delay, this::sync).dropAfter(MAX_RETRIES);
        context.deployments().onChange(this::deploymentChanged);
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
    }

    private void sync(String key) {
        context.deployments().get(key).ifPresent(cached -> new DeploymentSync(context, templates, queue, cached).run());
    }

    private void deploymentChanged(Deployment before, Deployment after) {
        if (after == null) {
            templates.forget(before);
        }
        enqueue(after == null ? before : after);
    }

    private void replicaSetChanged(ReplicaSet before, ReplicaSet after) {
        if (after == null) {
            templates.forget(before);
            enqueueOwner(before);
            return;
        }
        OwnerReference now = Owners.controllerOf(after);
        OwnerReference then = before == null ? null : Owners.controllerOf(before);
        boolean changed = !Objects.equals(now, then);
        if (changed && then != null) {
            enqueueOwner(before);
        }
        if (now != null) {
            enqueueOwner(after);
            return;
        }
        boolean relabelled = before == null
                || !Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels());
        if ((changed || relabelled) && after.getMetadata().getDeletionTimestamp() == null) {
            enqueueMatching(after);
        }
    }

    /** A Deployment that recreates waits for its last old pod to go. */
    private void podChanged(Pod before, Pod after) {
        if (after != null) {
            return;
        }
        OwnerReference set = Owners.controllerOf(before);
        if (set == null || !"ReplicaSet".equals(set.getKind())) {
            return;
        }
        context.replicaSets()
                .get(before.getMetadata().getNamespace(), set.getName())
                .filter(rs -> rs.getMetadata().getUid().equals(set.getUid()))
                .map(this::owner)
                .filter(d -> !DeploymentMath.isRollingUpdate(d))
                .filter(this::hasNoPods)
                .ifPresent(this::enqueue);
    }

    private boolean hasNoPods(Deployment d) {
        return context
                .api()
                .list(
                        Kind.REPLICA_SET,
                        d.getMetadata().getNamespace(),
                        d.getSpec().getSelector())
                .stream()
                .filter(rs -> Owners.isControlledBy(rs, d))
                .allMatch(
                        rs -> context.pods().ownedBy(rs.getMetadata().getUid()).isEmpty());
    }

    private void enqueueMatching(ReplicaSet orphan) {
        if (orphan.getMetadata().getLabels() == null
                || orphan.getMetadata().getLabels().isEmpty()) {
            return;
        }
        for (Deployment each : context.deployments().list(orphan.getMetadata().getNamespace())) {
            LabelSelector selector = each.getSpec().getSelector();
            if (!isEmpty(selector)
                    && Selector.matches(selector, orphan.getMetadata().getLabels())) {
                enqueue(each);
            }
        }
    }

    private void enqueueOwner(ReplicaSet rs) {
        Deployment owner = owner(rs);
        if (owner != null) {
            enqueue(owner);
        }
    }

    /** The Deployment that controls it, as far as the cache knows, or null. */
    private Deployment owner(ReplicaSet rs) {
        OwnerReference ref = Owners.controllerOf(rs);
        if (ref == null || !"Deployment".equals(ref.getKind())) {
            return null;
        }
        return context.deployments()
                .get(rs.getMetadata().getNamespace(), ref.getName())
                .filter(d -> d.getMetadata().getUid().equals(ref.getUid()))
                .orElse(null);
    }

    private void enqueue(HasMetadata d) {
        queue.add(View.key(d));
    }

    static boolean isEmpty(LabelSelector selector) {
        return selector == null
                || (selector.getMatchLabels() == null
                                || selector.getMatchLabels().isEmpty())
                        && (selector.getMatchExpressions() == null
                                || selector.getMatchExpressions().isEmpty());
    }
}
