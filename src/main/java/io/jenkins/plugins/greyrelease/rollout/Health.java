package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether canary pods fail, and why in the cluster's own words. */
final class Health {
    /** Restarts of one pod that may still be a start against a dependency that is late. */
    private static final int PATIENCE = 3;

    /** Oldest first. */
    private static final Comparator<Pod> BY_AGE = Comparator.comparing(Pods::created)
            .thenComparing(pod -> pod.getMetadata().getName());

    private Health() {}

    /**
     * Failure that needs no deadline: an image name that cannot be, a pod in a crash loop, and, when the batch had been
     * reached, a pod that restarted or turned unready.
     */
    static Optional<Move> failing(View view) {
        Optional<String> hopeless = view.fresh().pods().stream()
                .filter(pod -> waits(pod, "InvalidImageName") || crashLoop(pod))
                .findFirst()
                .map(pod -> named(pod) + ": " + trouble(pod).orElse("crashes"));
        if (hopeless.isPresent()) {
            return failed(view, hopeless.get());
        }
        return view.canary().flatMap(canary -> sinceReached(view));
    }

    /** Pods that had served when a batch was reached; younger ones may still stumble as they start. */
    private static Optional<Move> sinceReached(View view) {
        List<Pod> settled = settled(view);
        int restarts = settled.stream().mapToInt(Pods::restarts).sum();
        if (restarts > View.number(view.stable(), Labels.RESTARTS, 0)) {
            Pod worst = settled.stream()
                    .max(Comparator.comparingInt(Pods::restarts))
                    .orElseThrow();
            return failed(view, named(worst) + because(worst) + " restarted after it had served");
        }
        return settled.stream()
                .filter(Pods::turnedUnready)
                .findFirst()
                .flatMap(pod -> failed(view, named(pod) + because(pod) + " turned unready after it had served"));
    }

    /** Restarts by now of the pods that had served when the last batch was reached. */
    static int restarts(View view) {
        return settled(view).stream().mapToInt(Pods::restarts).sum();
    }

    private static List<Pod> settled(View view) {
        return view.fresh().pods().stream()
                .sorted(BY_AGE)
                .limit(View.number(view.stable(), Labels.SETTLED, 0))
                .toList();
    }

    private static String because(Pod pod) {
        return trouble(pod).map(trouble -> " (" + trouble + ")").orElse("");
    }

    /** Failure because nothing moved for too long; empty while there is time. */
    static Optional<Move> late(View view, String what) {
        if (view.untilDeadline().compareTo(java.time.Duration.ZERO) > 0) {
            return Optional.empty();
        }
        String reason = reason(view.fresh())
                .or(() -> reason(view.old()).map(r -> "stable: " + r))
                .orElse("no reason is given by pods or ReplicaSets");
        return failed(
                view, what + " made no progress for " + Words.of(view.terms().progressDeadline()) + ": " + reason);
    }

    private static Optional<Move> failed(View view, String why) {
        return Optional.of(new Move.Failed("canary " + view.terms().canaryName() + ": " + why));
    }

    /** What keeps a side from being whole: a ReplicaSet that cannot make pods, or the first pod in trouble. */
    static Optional<String> reason(Tally side) {
        return Stream.concat(
                        side.sets().stream().flatMap(rs -> refusal(rs).stream()),
                        side.pods().stream()
                                .filter(pod -> !Pods.ready(pod))
                                .flatMap(pod -> trouble(pod).map(t -> named(pod) + ": " + t).stream()))
                .findFirst();
    }

    private static Optional<String> refusal(ReplicaSet set) {
        if (set.getStatus() == null) {
            return Optional.empty();
        }
        return set.getStatus().getConditions().stream()
                .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
                .map(c -> "replicaset/" + set.getMetadata().getName() + " cannot make pods: " + c.getMessage())
                .findFirst();
    }

    /** A pod's own reason for not being ready. */
    static Optional<String> trouble(Pod pod) {
        return Pods.containers(pod)
                .flatMap(c -> containerTrouble(c).stream())
                .findFirst()
                .or(() -> unscheduled(pod))
                .or(() -> probing(pod));
    }

    private static Optional<String> containerTrouble(ContainerStatus container) {
        ContainerStateWaiting waiting =
                container.getState() == null ? null : container.getState().getWaiting();
        ContainerStateTerminated last = container.getLastState() == null
                ? null
                : container.getLastState().getTerminated();
        String died = last == null ? "" : "last exit code " + last.getExitCode();
        if (waiting != null && waiting.getReason() != null && !isStarting(waiting.getReason())) {
            return Optional.of(container.getName() + " waits: " + waiting.getReason()
                    + (waiting.getMessage() == null ? "" : " (" + waiting.getMessage() + ")")
                    + (died.isEmpty() ? "" : ", " + died));
        }
        int restarts = container.getRestartCount() == null ? 0 : container.getRestartCount();
        return restarts == 0
                ? Optional.empty()
                : Optional.of(container.getName() + " restarted " + Words.times(restarts)
                        + (died.isEmpty() ? "" : ", " + died));
    }

    private static boolean isStarting(String reason) {
        return reason.equals("ContainerCreating") || reason.equals("PodInitializing");
    }

    private static Optional<String> unscheduled(Pod pod) {
        return Pods.condition(pod, "PodScheduled")
                .filter(c -> "False".equals(c.getStatus()))
                .map(c -> c.getReason() + (c.getMessage() == null ? "" : ": " + c.getMessage()));
    }

    private static Optional<String> probing(Pod pod) {
        List<String> unready = Pods.containers(pod)
                .filter(c -> !Boolean.TRUE.equals(c.getReady()))
                .map(ContainerStatus::getName)
                .toList();
        if (unready.isEmpty()) {
            return Optional.empty();
        }
        String creating = waits(pod, "ContainerCreating")
                ? "still starting: ContainerCreating, until its volumes are mounted and its network is there"
                : "still starting";
        return Optional.of(
                Pods.runs(pod) ? "runs, but its readiness probe fails (" + String.join(", ", unready) + ")" : creating);
    }

    private static boolean crashLoop(Pod pod) {
        return waits(pod, "CrashLoopBackOff") && Pods.restarts(pod) >= PATIENCE;
    }

    private static boolean waits(Pod pod, String reason) {
        return Pods.containers(pod)
                .anyMatch(c -> c.getState() != null
                        && c.getState().getWaiting() != null
                        && reason.equals(c.getState().getWaiting().getReason()));
    }

    private static String named(Pod pod) {
        return "pod " + pod.getMetadata().getName();
    }
}
