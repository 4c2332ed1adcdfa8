package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod's status says. */
final class Pods {
    private Pods() {}

    /** Whether the pod is there to stay: not ended, not being deleted. */
    static boolean active(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && !ended(pod);
    }

    /** Whether its containers have ended for good. */
    static boolean ended(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    /** Whether the pod says that it is ready. */
    static boolean ready(Pod pod) {
        return condition(pod, "Ready").filter(c -> "True".equals(c.getStatus())).isPresent();
    }

    /** Whether a container of it runs now, ready or not. */
    static boolean runs(Pod pod) {
        return containers(pod)
                .anyMatch(c -> c.getState() != null && c.getState().getRunning() != null);
    }

    /** When it was made, by the cluster's clock; empty if it does not say. */
    static String created(Pod pod) {
        String at = pod.getMetadata().getCreationTimestamp();
        return at == null ? "" : at;
    }

    /** Restarts of all its containers together. */
    static int restarts(Pod pod) {
        return containers(pod)
                .mapToInt(c -> c.getRestartCount() == null ? 0 : c.getRestartCount())
                .sum();
    }

    /**
     * Whether the pod was ready while its present containers ran and is not any more. A pod that never was ready lost
     * its readiness when it was made, before its containers started; on a node that is gone it is not the pod's fault.
     */
    static boolean turnedUnready(Pod pod) {
        Optional<PodCondition> ready = condition(pod, "Ready").filter(c -> "False".equals(c.getStatus()));
        if (ready.isEmpty() || disrupted(pod)) {
            return false;
        }
        Optional<Instant> lost = time(ready.get().getLastTransitionTime());
        Optional<Instant> started = containers(pod)
                .map(c -> c.getState() == null ? null : c.getState().getRunning())
                .filter(running -> running != null)
                .map(ContainerStateRunning::getStartedAt)
                .flatMap(at -> time(at).stream())
                .max(Instant::compareTo);
        return lost.isPresent() && started.isPresent() && lost.get().isAfter(started.get());
    }

    private static boolean disrupted(Pod pod) {
        return "NodeLost".equals(pod.getStatus().getReason())
                || condition(pod, "DisruptionTarget").isPresent()
                || condition(pod, "Ready")
                        .filter(c -> "NodeNotReady".equals(c.getReason()))
                        .isPresent();
    }

    /** A condition of the pod by its type. */
    static Optional<PodCondition> condition(Pod pod, String type) {
        List<PodCondition> conditions =
                pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    /** The statuses of all containers, init containers first. */
    static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null
                ? Stream.empty()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    private static Optional<Instant> time(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            // A time that cannot be read proves nothing about the pod.
            return Optional.empty();
        }
    }
}
