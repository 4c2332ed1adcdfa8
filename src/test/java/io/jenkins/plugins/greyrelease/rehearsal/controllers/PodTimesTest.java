package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTimesTest {

    private static Container probed(int delay, int period, int successes) {
        return new ContainerBuilder()
                .withNewReadinessProbe()
                .withInitialDelaySeconds(delay)
                .withPeriodSeconds(period)
                .withSuccessThreshold(successes)
                .endReadinessProbe()
                .build();
    }

    @ParameterizedTest
    @CsvSource({"5, 10, 1, 12, 15", "5, 10, 1, 2, 5", "0, 2, 3, 3, 8", "0, 1, 1, 0, 0"})
    void readyIsTheFirstProbeAfterTheProcessIsUp(int delay, int period, int successes, int up, int ready) {
        assertThat(PodTimes.untilReady(probed(delay, period, successes), Duration.ofSeconds(up)))
                .isEqualTo(Duration.ofSeconds(ready));
    }

    @Test
    void theReadinessProbeWaitsForTheStartupProbe() {
        Container container = probed(0, 10, 1)
                .edit()
                .withNewStartupProbe()
                .withPeriodSeconds(3)
                .endStartupProbe()
                .build();

        assertThat(PodTimes.untilReady(container, Duration.ofSeconds(11))).isEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 10", "3, 20", "4, 40", "7, 300", "30, 300"})
    void backOffDoublesUpToFiveMinutes(int crashes, long seconds) {
        assertThat(PodTimes.backOff(crashes)).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static Pod pod(long grace, String... preStop) {
        return new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(grace)
                .addNewContainer()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewExec()
                .withCommand(preStop)
                .endExec()
                .endPreStop()
                .endLifecycle()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void theEndTakesThePreStopSleepAndTheProcessItself() {
        assertThat(PodTimes.untilGone(pod(30, "sh", "-c", "sleep 5"), Duration.ofSeconds(1)))
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void theEndTakesTheWholeGraceAtMost() {
        assertThat(PodTimes.untilGone(pod(30, "true"), Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(30));
    }
}
