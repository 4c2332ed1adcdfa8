package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static PodBuilder pod(String ready, String since) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("cart-1")
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withLastTransitionTime(since)
                .endCondition()
                .endStatus();
    }

    private static ContainerStatusBuilder running(String since) {
        return new ContainerStatusBuilder()
                .withName("server")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewRunning()
                .withStartedAt(since)
                .endRunning()
                .endState();
    }

    private static Pod with(PodBuilder pod, ContainerStatusBuilder container) {
        return pod.editStatus()
                .withContainerStatuses(container.build())
                .endStatus()
                .build();
    }

    @Test
    void aPodThatNeverWasReadyHasNotTurnedUnready() {
        Pod starting = with(pod("False", "2026-01-05T08:00:00Z"), running("2026-01-05T08:00:03Z"));
        assertThat(Pods.turnedUnready(starting)).isFalse();
        Pod turned = with(pod("False", "2026-01-05T08:05:00Z"), running("2026-01-05T08:00:03Z"));
        assertThat(Pods.turnedUnready(turned)).isTrue();
        Pod ready = with(pod("True", "2026-01-05T08:05:00Z"), running("2026-01-05T08:00:03Z"));
        assertThat(Pods.turnedUnready(ready)).isFalse();
    }

    @Test
    void aPodOnALostNodeOrBeingEvictedIsNotToBlame() {
        Pod evicted = with(pod("False", "2026-01-05T08:05:00Z"), running("2026-01-05T08:00:03Z"))
                .edit()
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        assertThat(Pods.turnedUnready(evicted)).isFalse();
        Pod lost = with(pod("False", "2026-01-05T08:05:00Z"), running("2026-01-05T08:00:03Z"))
                .edit()
                .editStatus()
                .withReason("NodeLost")
                .endStatus()
                .build();
        assertThat(Pods.turnedUnready(lost)).isFalse();
    }

    @Test
    void anImageThatCannotBePulledIsNamedInTheClustersWords() {
        Pod pod = with(
                pod("False", "2026-01-05T08:00:00Z"),
                new ContainerStatusBuilder()
                        .withName("server")
                        .withNewState()
                        .withNewWaiting()
                        .withReason("ImagePullBackOff")
                        .withMessage("Back-off pulling image \"cart:v9\"")
                        .endWaiting()
                        .endState());
        assertThat(Health.trouble(pod)).contains("server waits: ImagePullBackOff (Back-off pulling image \"cart:v9\")");
    }

    @Test
    void aCrashIsNamedWithItsExitCode() {
        Pod pod = with(
                pod("False", "2026-01-05T08:00:00Z"),
                new ContainerStatusBuilder()
                        .withName("server")
                        .withRestartCount(3)
                        .withNewState()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .endState()
                        .withNewLastState()
                        .withNewTerminated()
                        .withExitCode(137)
                        .endTerminated()
                        .endLastState());
        assertThat(Health.trouble(pod)).contains("server waits: CrashLoopBackOff, last exit code 137");
    }

    @Test
    void aPodWithoutANodeSaysWhatTheSchedulerSays() {
        Pod pod = pod("False", "2026-01-05T08:00:00Z")
                .editStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/6 nodes are available: 6 Insufficient cpu.")
                .endCondition()
                .endStatus()
                .build();
        assertThat(Health.trouble(pod)).contains("Unschedulable: 0/6 nodes are available: 6 Insufficient cpu.");
    }

    @Test
    void aFailingProbeIsToldFromAStart() {
        assertThat(Health.trouble(with(pod("False", "2026-01-05T08:00:00Z"), running("2026-01-05T08:00:03Z"))))
                .contains("runs, but its readiness probe fails (server)");
        assertThat(Health.trouble(with(
                        pod("False", "2026-01-05T08:00:00Z"),
                        new ContainerStatusBuilder()
                                .withName("server")
                                .withNewState()
                                .withNewWaiting()
                                .withReason("ContainerCreating")
                                .endWaiting()
                                .endState())))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("still starting").contains("volumes"));
    }

    @Test
    void aQuotaIsNamedByTheReplicaSet() {
        ReplicaSet set = new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("cart-x7f2-5d8f")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .endSpec()
                .withNewStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withReason("FailedCreate")
                .withMessage("exceeded quota: pods=10")
                .endCondition()
                .endStatus()
                .build();
        Tally side = Tally.of(List.of(set), List.of(), Optional.empty());
        assertThat(Health.reason(side)).contains("replicaset/cart-x7f2-5d8f cannot make pods: exceeded quota: pods=10");
    }

    @Test
    void podsThatAreBeingDeletedOrHaveEndedNeverCount() {
        Pod ready = pod("True", "2026-01-05T08:00:00Z").build();
        Pod going = new PodBuilder(ready)
                .editMetadata()
                .withDeletionTimestamp("2026-01-05T08:10:00Z")
                .endMetadata()
                .build();
        Pod ended = new PodBuilder(ready)
                .editStatus()
                .withPhase("Failed")
                .endStatus()
                .build();
        Tally side = Tally.of(List.of(), List.of(ready, going, ended), Optional.empty());
        assertThat(side.active()).isEqualTo(1);
        assertThat(side.ready()).isEqualTo(1);
        assertThat(side.available())
                .as("no ReplicaSet says that it is ready long enough")
                .isZero();
    }
}
