package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A node as the scheduler sees it: what it has, and the pods that it was given. */
final class NodeState {
    private static final long USUAL_PODS = 110;

    private final Map<String, Pod> pods = new TreeMap<>();
    private final Map<String, Pod> avoiding = new TreeMap<>();
    private final Map<String, Integer> perOwner = new TreeMap<>();
    private Node node;
    private Room allocatable = Room.NONE;
    private long mostPods;
    private Room used = Room.NONE;

    /** The node itself; null as long as only pods on it are known. */
    Node node() {
        return node;
    }

    String name() {
        return node.getMetadata().getName();
    }

    /** The label of the node, or null. */
    String label(String key) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    void is(Node newNode) {
        node = newNode;
        Map<String, Quantity> has = newNode == null || newNode.getStatus() == null
                ? Map.of()
                : Optional.ofNullable(newNode.getStatus().getAllocatable()).orElse(Map.of());
        allocatable = Room.of(has);
        Quantity most = has.get("pods");
        mostPods = most == null ? USUAL_PODS : most.getNumericalAmount().longValue();
    }

    void add(Pod pod) {
        remove(pod);
        pods.put(View.key(pod), pod);
        used = used.plus(Room.of(pod));
        perOwner.merge(owner(pod), 1, Integer::sum);
        if (!Neighbours.antiAffinity(pod).isEmpty()) {
            avoiding.put(View.key(pod), pod);
        }
    }

    void remove(Pod pod) {
        Pod before = pods.remove(View.key(pod));
        if (before != null) {
            used = used.minus(Room.of(before));
            perOwner.merge(owner(before), -1, (have, less) -> have + less == 0 ? null : have + less);
            avoiding.remove(View.key(pod));
        }
    }

    Collection<Pod> pods() {
        return pods.values();
    }

    /** Those with anti-affinity. */
    Collection<Pod> avoiding() {
        return avoiding.values();
    }

    /** How many pods of the same ReplicaSet are here; 0 for a pod that nobody owns. */
    int siblings(Pod pod) {
        return owner(pod).isEmpty() ? 0 : perOwner.getOrDefault(owner(pod), 0);
    }

    private static String owner(Pod pod) {
        OwnerReference owner = Owners.controllerOf(pod);
        return owner == null ? "" : owner.getUid();
    }

    Room free() {
        return allocatable.minus(used);
    }

    Room allocatable() {
        return allocatable;
    }

    boolean isFull() {
        return pods.size() >= mostPods;
    }
}
