package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What controllers ask of a pod. */
final class Pods {

    private Pods() {}

    /** Neither ended nor on its way out. */
    static boolean isActive(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && !isOver(pod);
    }

    static boolean isOver(Pod pod) {
        String phase = phase(pod);
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
    }

    static String node(Pod pod) {
        String node = pod.getSpec().getNodeName();
        return node == null ? "" : node;
    }

    static boolean isReady(Pod pod) {
        return readyCondition(pod) != null;
    }

    /** Since when the pod has been ready, or null. */
    static Instant readySince(Pod pod) {
        PodCondition ready = readyCondition(pod);
        return ready == null || ready.getLastTransitionTime() == null
                ? null
                : Instant.parse(ready.getLastTransitionTime());
    }

    /** Ready for {@code minReadySeconds}: the moment of Ready counts in. */
    static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        PodCondition ready = readyCondition(pod);
        if (ready == null) {
            return false;
        }
        if (minReadySeconds == 0) {
            return true;
        }
        Instant since = readySince(pod);
        return since != null && !since.plusSeconds(minReadySeconds).isAfter(now);
    }

    /** How long until the next of these pods gets available, or null if none waits for that. */
    static Duration nextAvailable(List<Pod> pods, int minReadySeconds, Instant now) {
        Duration next = null;
        for (Pod each : pods) {
            Instant since = readySince(each);
            if (since != null && since.plusSeconds(minReadySeconds).isAfter(now)) {
                Duration wait = Duration.between(now, since.plusSeconds(minReadySeconds));
                next = next == null || wait.compareTo(next) < 0 ? wait : next;
            }
        }
        return next;
    }

    static int restarts(Pod pod) {
        int most = 0;
        if (pod.getStatus() != null) {
            for (ContainerStatus each : pod.getStatus().getContainerStatuses()) {
                most = Math.max(most, each.getRestartCount() == null ? 0 : each.getRestartCount());
            }
        }
        return most;
    }

    static PodCondition condition(Pod pod, String type) {
        if (pod.getStatus() != null) {
            for (PodCondition each : pod.getStatus().getConditions()) {
                if (type.equals(each.getType())) {
                    return each;
                }
            }
        }
        return null;
    }

    private static PodCondition readyCondition(Pod pod) {
        PodCondition ready = condition(pod, "Ready");
        return ready != null && "True".equals(ready.getStatus()) ? ready : null;
    }
}
