package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Notices nodes that fall silent: after 40 s the node is marked and tainted and its pods are not ready, after another
 * 300 s (or what a pod tolerates) the pods are deleted; they go when the node is back.
 *
 * <p>Source: {@code nodelifecycle} and {@code tainteviction} of Kubernetes 1.34, with the default times. Left out: zones
 * in which most nodes are silent, where the real one evicts more slowly.
 */
final class NodeLifecycle implements Controller {
    static final String WHO = "node-controller";
    static final Duration GRACE = Duration.ofSeconds(40);
    private static final long TOLERATED_SECONDS = 300;
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    private final ControllerContext context;
    private final Kubelet kubelet;
    private final WorkQueue queue;

    NodeLifecycle(ControllerContext context, Kubelet kubelet, Supplier<Duration> delay) {
        this.context = context;
        this.kubelet = kubelet;
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        kubelet.onHeartbeatChange(this::heartbeat);
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    /** A new process learns of silent nodes from their old heartbeats. */
    @Override
    public void forget() {
        queue.clear();
        kubelet.silentNodes().forEach(this::heartbeat);
    }

    private void heartbeat(String node) {
        if (kubelet.isDown(node)) {
            queue.addAfter(node, GRACE);
        } else {
            queue.add(node);
        }
    }

    private void sync(String name) {
        Node node;
        try {
            node = context.api().get(Kind.NODE, null, name);
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
            return;
        }
        if (!kubelet.isDown(name)) {
            taint(node, false);
            return;
        }
        Duration silent = context.time().elapsed().minus(kubelet.silentSince(name));
        if (silent.compareTo(GRACE) < 0) {
            queue.addAfter(name, GRACE.minus(silent));
            return;
        }
        markUnknown(node);
        taint(context.api().get(Kind.NODE, null, name), true);
        evict(name, silent.minus(GRACE));
    }

    private void markUnknown(Node node) {
        boolean known = node.getStatus().getConditions().stream()
                .anyMatch(each -> "Ready".equals(each.getType()) && !"Unknown".equals(each.getStatus()));
        if (known) {
            context.api()
                    .updateStatus(
                            WHO,
                            Kind.NODE,
                            NodeStatuses.ready(
                                    node,
                                    "Unknown",
                                    "NodeStatusUnknown",
                                    "Kubelet stopped posting node status.",
                                    context.now()));
            podsOn(node.getMetadata().getName()).forEach(this::markNotReady);
        }
    }

    private List<Pod> podsOn(String node) {
        return context.pods().list(null).stream()
                .filter(each -> Pods.node(each).equals(node))
                .toList();
    }

    private void markNotReady(Pod seen) {
        ignoringGone(() -> {
            Pod live = context.api()
                    .get(
                            Kind.POD,
                            seen.getMetadata().getNamespace(),
                            seen.getMetadata().getName());
            if (!Pods.isReady(live)) {
                return;
            }
            List<PodCondition> conditions = new ArrayList<>();
            for (PodCondition each : live.getStatus().getConditions()) {
                conditions.add(
                        "Ready".equals(each.getType())
                                ? each.edit()
                                        .withStatus("False")
                                        .withLastTransitionTime(context.now())
                                        .build()
                                : each);
            }
            context.api()
                    .updateStatus(
                            WHO,
                            Kind.POD,
                            live.edit()
                                    .editStatus()
                                    .withConditions(conditions)
                                    .endStatus()
                                    .build());
        });
    }

    private void taint(Node node, boolean unreachable) {
        List<Taint> taints = new ArrayList<>(
                node.getSpec().getTaints() == null ? List.of() : node.getSpec().getTaints());
        boolean changed = taints.removeIf(each -> UNREACHABLE.equals(each.getKey())) != unreachable;
        if (unreachable) {
            for (String effect : List.of("NoSchedule", "NoExecute")) {
                taints.add(new TaintBuilder()
                        .withKey(UNREACHABLE)
                        .withEffect(effect)
                        .build());
            }
        }
        if (changed) {
            context.api()
                    .update(
                            WHO,
                            Kind.NODE,
                            node.edit().editSpec().withTaints(taints).endSpec().build());
        }
    }

    /** @param tainted for how long the node has been marked */
    private void evict(String node, Duration tainted) {
        for (Pod each : podsOn(node)) {
            Duration tolerated = tolerated(each);
            if (tolerated == null || each.getMetadata().getDeletionTimestamp() != null) {
                continue;
            }
            Duration left = tolerated.minus(tainted);
            if (left.isZero() || left.isNegative()) {
                ignoringGone(() -> context.api()
                        .delete(
                                WHO,
                                Kind.POD,
                                each.getMetadata().getNamespace(),
                                each.getMetadata().getName(),
                                DeleteOptions.BACKGROUND));
            } else {
                queue.addAfter(node, left);
            }
        }
    }

    /** For how long a pod may stay on a silent node; null for ever. Admission gives 300 s to pods that do not say. */
    private static Duration tolerated(Pod pod) {
        Toleration own = NodeRules.toleration(pod, UNREACHABLE, "", "NoExecute");
        if (own == null) {
            return Duration.ofSeconds(TOLERATED_SECONDS);
        }
        return own.getTolerationSeconds() == null ? null : Duration.ofSeconds(Math.max(0, own.getTolerationSeconds()));
    }

    private static void ignoringGone(Runnable write) {
        try {
            write.run();
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
