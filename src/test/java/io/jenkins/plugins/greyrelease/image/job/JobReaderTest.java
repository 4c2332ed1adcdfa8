package io.jenkins.plugins.greyrelease.image.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.greyrelease.image.job.JobState.Failed;
import io.jenkins.plugins.greyrelease.image.job.JobState.Hope;
import io.jenkins.plugins.greyrelease.image.job.JobState.Runs;
import io.jenkins.plugins.greyrelease.image.job.JobState.Succeeded;
import io.jenkins.plugins.greyrelease.image.job.JobState.Waits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a build's objects mean, as real clusters word it where simulated ones do not come to it. */
class JobReaderTest {
    private final JobReader reader = new JobReader(Orders.WHERE);

    @Test
    void aNewJobWaitsForNothingInParticular() {
        assertThat(reader.read(job(null, null), List.of(), List.of())).isEqualTo(new Waits("", Hope.YES));
    }

    @Test
    void aNamespaceThatIsTooStrictIsNotWaitedFor() {
        JobState state = reader.read(
                job(null, null),
                List.of(),
                List.of(
                        event(
                                "FailedCreate",
                                "Error creating: pods \"x\" is forbidden: violates PodSecurity \"baseline:latest\": seccompProfile")));
        assertThat(state).isInstanceOfSatisfying(Waits.class, waits -> {
            assertThat(waits.hope()).isEqualTo(Hope.NO);
            assertThat(waits.why())
                    .contains("label namespace image-builds pod-security.kubernetes.io/enforce=privileged", "baseline");
        });
    }

    @Test
    void anImageThatIsNoneIsNotWaitedForAndOneThatCannotBePulledBriefly() {
        assertThat(waits(waiting("InvalidImageName", "couldn't parse image name"))
                        .hope())
                .isEqualTo(Hope.NO);
        Waits pull = waits(waiting("ImagePullBackOff", "429 too many requests"));
        assertThat(pull.hope()).isEqualTo(Hope.BRIEFLY);
        assertThat(pull.why()).contains("harbor.example/tools/buildkit:rootless cannot be pulled (429", "'pullSecret'");
        assertThat(waits(waiting("CreateContainerConfigError", "secret \"x\" not found"))
                        .why())
                .isEqualTo("CreateContainerConfigError: secret \"x\" not found");
    }

    @Test
    void whatCannotBeMountedIsNamed() {
        JobState state = reader.read(
                job(null, null),
                List.of(pod(waiting("ContainerCreating", null), null)),
                List.of(event("FailedMount", "configmap \"grey-build-1-000\" not found")));
        assertThat(state)
                .isEqualTo(
                        new Waits("something cannot be mounted: configmap \"grey-build-1-000\" not found", Hope.YES));
    }

    @Test
    void aContainerThatHasEndedRunsUntilItsJobSaysWhatThatMeans() {
        assertThat(reader.read(job(null, null), List.of(pod(ended(0, "Completed", "sha256:1"), null)), List.of()))
                .isEqualTo(new Runs("pod"));
        assertThat(reader.read(
                        job("Complete", "x"), List.of(pod(ended(0, "Completed", "sha256:1\n"), null)), List.of()))
                .isEqualTo(new Succeeded("pod", "sha256:1"));
        assertThat(reader.read(job("Complete", "x"), List.of(), List.of())).isEqualTo(new Succeeded("", ""));
    }

    @Test
    void theCauseOfAFailureIsSaid() {
        assertThat(failure("BackoffLimitExceeded", pod(ended(1, "Error", null), null)))
                .contains("exit code 1; its last lines say why");
        assertThat(failure("BackoffLimitExceeded", pod(ended(137, "Error", null), null)))
                .contains("exit code 137 (killed: by its node, or for want of memory)");
        assertThat(failure("BackoffLimitExceeded", pod(ended(137, "OOMKilled", null), null)))
                .contains("more than its memory of 4Gi");
        assertThat(failure("BackoffLimitExceeded", pod(null, "Evicted")))
                .contains("ended by the cluster: Evicted the node was low on resource: ephemeral-storage");
        assertThat(reader.read(job("Failed", "BackoffLimitExceeded"), List.of(), List.of()))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.pod()).isEmpty();
                    assertThat(failed.why()).contains("its pod is gone", "a node is drained or lost", "run it again");
                });
        assertThat(failure("DeadlineExceeded", pod(running(), null)))
                .isEqualTo("it took longer than 30m, the 'timeout' of builds");
    }

    private String failure(String reason, Pod pod) {
        return ((Failed) reader.read(job("Failed", reason), List.of(pod), List.of())).why();
    }

    private Waits waits(ContainerState state) {
        return (Waits) reader.read(job(null, null), List.of(pod(state, null)), List.of());
    }

    private static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder().withNewWaiting(message, reason).build();
    }

    private static ContainerState running() {
        return new ContainerStateBuilder().withNewRunning().endRunning().build();
    }

    private static ContainerState ended(int code, String reason, String message) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .withReason(reason)
                .withMessage(message)
                .endTerminated()
                .build();
    }

    private static Pod pod(ContainerState state, String reason) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName("pod")
                .endMetadata()
                .withNewStatus()
                .withReason(reason)
                .withMessage(reason == null ? null : "the node was low on resource: ephemeral-storage")
                .endStatus();
        if (state != null) {
            pod.editStatus()
                    .addNewContainerStatus()
                    .withName("build")
                    .withState(state)
                    .endContainerStatus()
                    .endStatus();
        }
        return pod.build();
    }

    private static Job job(String condition, String reason) {
        JobBuilder job =
                new JobBuilder().withNewMetadata().withName("grey-build-1").endMetadata();
        if (condition != null) {
            job.withNewStatus()
                    .addNewCondition()
                    .withType(condition)
                    .withStatus("True")
                    .withReason(reason)
                    .endCondition()
                    .endStatus();
        }
        return job.build();
    }

    private static Event event(String reason, String message) {
        return new EventBuilder()
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp("2026-05-04T10:00:00Z")
                .build();
    }
}
