package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Gives pods to nodes. A pod that finds no room waits until something makes room: a pod goes, a node comes or changes.
 * Pods are never pushed out for others (no preemption).
 */
final class PodScheduler {
    static final String WHO = "kube-scheduler";
    private static final Duration PACE = Duration.ofMillis(5);

    private final Api api;
    private final Scheduler time;
    private final RandomGenerator random;
    private final WorkQueue queue;
    private final Map<String, NodeState> nodes = new TreeMap<>();
    private final Map<String, Pod> pending = new TreeMap<>();
    private final Set<String> unschedulable = new TreeSet<>();

    PodScheduler(Api api, Scheduler time, RandomGenerator random) {
        this.api = api;
        this.time = time;
        this.random = random;
        this.queue = new WorkQueue(time, () -> PACE, this::place);
        api.informer(Kind.NODE).onChange(this::nodeChanged);
        api.informer(Kind.POD).onChange(this::podChanged);
        api.informer(Kind.NODE).list(null).forEach(each -> nodeChanged(null, each));
        api.informer(Kind.POD).list(null).forEach(each -> podChanged(null, each));
    }

    private void nodeChanged(Node before, Node after) {
        Node either = after == null ? before : after;
        state(either.getMetadata().getName()).is(after);
        if (after != null && (before == null || differs(before, after))) {
            retry();
        }
    }

    /** Whether pods might fit now that did not before; heartbeats do not count. */
    private static boolean differs(Node before, Node after) {
        return !Objects.equals(before.getSpec(), after.getSpec())
                || !Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels())
                || !Objects.equals(allocatable(before), allocatable(after));
    }

    private static Map<String, Quantity> allocatable(Node node) {
        return node.getStatus() == null ? null : node.getStatus().getAllocatable();
    }

    private void podChanged(Pod before, Pod after) {
        Pod pod = after == null ? before : after;
        String key = View.key(pod);
        boolean leaves = after == null || Pods.isOver(after);
        if (!Pods.node(pod).isEmpty()) {
            pending.remove(key);
            unschedulable.remove(key);
            if (leaves) {
                state(Pods.node(pod)).remove(pod);
                retry();
            } else {
                state(Pods.node(pod)).add(pod);
            }
        } else if (leaves || pod.getMetadata().getDeletionTimestamp() != null) {
            pending.remove(key);
            unschedulable.remove(key);
        } else {
            boolean known = pending.put(key, pod) != null;
            if (!known) {
                queue.add(key);
            }
        }
    }

    private NodeState state(String node) {
        return nodes.computeIfAbsent(node, n -> new NodeState());
    }

    private void retry() {
        List<String> again = new ArrayList<>(unschedulable);
        unschedulable.clear();
        again.forEach(queue::add);
    }

    private void place(String key) {
        Pod pod = pending.get(key);
        if (pod == null || !isUngated(pod)) {
            return;
        }
        List<NodeState> present =
                nodes.values().stream().filter(each -> each.node() != null).toList();
        Placement.Result result = Placement.of(pod, present, random);
        try {
            if (result instanceof Placement.Result.On on) {
                bind(key, pod, on.node());
            } else if (result instanceof Placement.Result.Nowhere nowhere) {
                unschedulable.add(key);
                say(pod, "False", "Unschedulable", nowhere.message());
            }
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
            pending.remove(key);
            unschedulable.remove(key);
        }
    }

    private static boolean isUngated(Pod pod) {
        return pod.getSpec().getSchedulingGates() == null
                || pod.getSpec().getSchedulingGates().isEmpty();
    }

    private void bind(String key, Pod pod, String node) {
        Pod live = live(pod);
        if (live == null
                || live.getMetadata().getDeletionTimestamp() != null
                || !Pods.node(live).isEmpty()) {
            pending.remove(key);
            return;
        }
        Pod bound = api.update(
                WHO,
                Kind.POD,
                live.edit().editSpec().withNodeName(node).endSpec().build());
        // the room is taken now, not only when the cache has seen it
        pending.remove(key);
        state(node).add(bound);
        if (Pods.condition(bound, "PodScheduled") != null) {
            say(bound, "True", null, null);
        }
    }

    private Pod live(Pod pod) {
        Pod live = api.get(
                Kind.POD, pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        return live.getMetadata().getUid().equals(pod.getMetadata().getUid()) ? live : null;
    }

    private void say(Pod pod, String status, String reason, String message) {
        Pod live = live(pod);
        if (live == null) {
            return;
        }
        PodCondition before = Pods.condition(live, "PodScheduled");
        if (before != null && status.equals(before.getStatus()) && Objects.equals(message, before.getMessage())) {
            return;
        }
        PodCondition condition = new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(
                        time.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
        api.updateStatus(
                WHO,
                Kind.POD,
                live.edit()
                        .editStatus()
                        .removeMatchingFromConditions(each -> "PodScheduled".equals(each.getType()))
                        .addToConditions(condition)
                        .endStatus()
                        .build());
    }
}
