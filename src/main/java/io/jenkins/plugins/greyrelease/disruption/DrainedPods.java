package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;

/** What a drain asks of a single pod. */
final class DrainedPods {
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private DrainedPods() {}

    static String name(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    static String node(Pod pod) {
        String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return node == null ? "" : node;
    }

    static Optional<OwnerReference> controller(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(each -> Boolean.TRUE.equals(each.getController()))
                .findFirst();
    }

    /** Whether the kubelet itself keeps it, from a file on the node: it cannot be evicted. */
    static boolean mirror(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(MIRROR);
    }

    static boolean ofDaemonSet(Pod pod) {
        return controller(pod)
                .filter(each -> "DaemonSet".equals(each.getKind()))
                .isPresent();
    }

    static boolean over(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** Whether a drain has to do with it: it runs, and nobody brings it back on the same node. */
    static boolean moves(Pod pod) {
        return !mirror(pod) && !ofDaemonSet(pod) && !over(pod);
    }

    static boolean leaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
    }

    /** Whether data of it is lost when it goes. */
    static boolean keepsDataHere(Pod pod) {
        return pod.getSpec().getVolumes() != null
                && pod.getSpec().getVolumes().stream().anyMatch(each -> each.getEmptyDir() != null);
    }

    /** What its containers ask for; an init container counts where it asks for more than all others together. */
    static Space wants(Pod pod) {
        long cpu = 0;
        long memory = 0;
        for (Container each : pod.getSpec().getContainers()) {
            cpu += asked(each, "cpu", 1000);
            memory += asked(each, "memory", 1);
        }
        if (pod.getSpec().getInitContainers() != null) {
            for (Container each : pod.getSpec().getInitContainers()) {
                cpu = Math.max(cpu, asked(each, "cpu", 1000));
                memory = Math.max(memory, asked(each, "memory", 1));
            }
        }
        return new Space(cpu, memory, 1);
    }

    private static long asked(Container container, String resource, long unit) {
        return container.getResources() == null || container.getResources().getRequests() == null
                ? 0
                : amount(container.getResources().getRequests().get(resource), unit);
    }

    /** A quantity in units of which {@code unit} make one: 250m of CPU with 1000 is 250. */
    static long amount(Quantity quantity, long unit) {
        return quantity == null
                ? 0
                : quantity.getNumericalAmount()
                        .multiply(java.math.BigDecimal.valueOf(unit))
                        .longValue();
    }
}
