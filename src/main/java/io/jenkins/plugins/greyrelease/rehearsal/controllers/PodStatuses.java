package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.ArrayList;
import java.util.List;

/** The status that a kubelet reports for a pod. */
final class PodStatuses {

    /**
     * What is to be said.
     *
     * @param containers one for each container of the pod, in its order
     * @param ip the pod's address, or null before it has one
     * @param startedAt when the kubelet took it up
     */
    record Facts(List<One> containers, String ip, String startedAt) {
        Facts {
            containers = List.copyOf(containers);
        }
    }

    /**
     * One container.
     *
     * @param state what it is doing
     * @param reason of waiting, such as {@code ErrImagePull}
     * @param message in words
     * @param since when it began to run, crashed or ended
     * @param exitCode of one that has ended for good
     */
    record One(State state, String reason, String message, String since, int restarts, int exitCode) {
        One(State state, String reason, String message, String since, int restarts) {
            this(state, reason, message, since, restarts, 0);
        }

        private boolean succeeded() {
            return state == State.ENDED && exitCode == 0;
        }
    }

    /** What a container is doing. */
    enum State {
        WAITING,
        RUNNING,
        READY,
        /** Has ended with an error and waits for its next start. */
        CRASHED,
        /** Has ended and is not started again. */
        ENDED
    }

    private PodStatuses() {}

    /** The status of {@code pod}; times of transition of conditions that stay are kept. */
    static PodStatus of(Pod pod, Facts facts, String now) {
        boolean ready = facts.containers.stream().allMatch(each -> each.state == State.READY);
        List<PodCondition> conditions = new ArrayList<>();
        PodCondition scheduled = Pods.condition(pod, "PodScheduled");
        conditions.add(
                scheduled != null && "True".equals(scheduled.getStatus())
                        ? scheduled
                        : condition(pod, "PodScheduled", true, now));
        conditions.add(condition(pod, "Initialized", true, now));
        conditions.add(condition(pod, "ContainersReady", ready, now));
        conditions.add(condition(pod, "Ready", ready, now));
        List<ContainerStatus> statuses = new ArrayList<>();
        for (int i = 0; i < facts.containers.size(); i++) {
            statuses.add(status(pod.getSpec().getContainers().get(i), facts.containers.get(i), now));
        }
        return new PodStatusBuilder()
                .withPhase(phase(facts))
                .withConditions(conditions)
                .withContainerStatuses(statuses)
                .withPodIP(facts.ip)
                .withStartTime(facts.startedAt)
                .build();
    }

    private static String phase(Facts facts) {
        if (facts.containers.stream().allMatch(each -> each.state == State.ENDED)) {
            return facts.containers.stream().allMatch(One::succeeded) ? "Succeeded" : "Failed";
        }
        return facts.containers.stream().anyMatch(each -> each.state != State.WAITING) ? "Running" : "Pending";
    }

    private static PodCondition condition(Pod pod, String type, boolean holds, String now) {
        PodCondition before = Pods.condition(pod, type);
        String status = holds ? "True" : "False";
        boolean same = before != null && status.equals(before.getStatus());
        PodConditionBuilder condition = new PodConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withLastTransitionTime(same ? before.getLastTransitionTime() : now);
        if (!holds) {
            condition.withReason("ContainersNotReady").withMessage("containers with unready status");
        }
        return condition.build();
    }

    private static ContainerStatus status(Container container, One one, String now) {
        boolean runs = one.state == State.RUNNING || one.state == State.READY;
        ContainerStatusBuilder status = new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withReady(one.state == State.READY)
                .withStarted(runs)
                .withRestartCount(one.restarts)
                .withState(state(one));
        if (one.state == State.CRASHED) {
            status.withNewLastState()
                    .withNewTerminated()
                    .withExitCode(1)
                    .withReason("Error")
                    .withFinishedAt(now)
                    .endTerminated()
                    .endLastState();
        }
        return status.build();
    }

    private static ContainerState state(One one) {
        return switch (one.state) {
            case RUNNING, READY ->
                new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(one.since)
                        .endRunning()
                        .build();
            case ENDED ->
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(one.exitCode)
                        .withReason(one.reason)
                        .withMessage(one.message.isEmpty() ? null : one.message)
                        .withFinishedAt(one.since)
                        .endTerminated()
                        .build();
            case WAITING, CRASHED ->
                new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason(one.reason)
                        .withMessage(one.message)
                        .endWaiting()
                        .build();
        };
    }
}
