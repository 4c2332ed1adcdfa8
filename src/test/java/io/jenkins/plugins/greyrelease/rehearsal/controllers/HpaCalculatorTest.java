package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaCalculator.Proposal;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaCalculator.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Requests are 100m, the target is 60 %. */
class HpaCalculatorTest {
    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private final List<Pod> pods = new ArrayList<>();
    private final Map<String, HpaSample> samples = new TreeMap<>();
    private final Map<String, Long> requests = new TreeMap<>();

    private void pod(String phase, boolean ready, Duration age) {
        String name = "p" + pods.size();
        String since = NOW.minus(age).toString();
        pods.add(new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .withStartTime(since)
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .withLastTransitionTime(since)
                .endCondition()
                .endStatus()
                .build());
        requests.put(name, 100L);
    }

    private void old(int count, long milli) {
        for (int i = 0; i < count; i++) {
            pod("Running", true, Duration.ofHours(1));
            sample(milli);
        }
    }

    private void sample(long milli) {
        samples.put("p" + (pods.size() - 1), new HpaSample(milli, NOW, Duration.ofSeconds(30)));
    }

    private Proposal propose() throws HpaFailure {
        return HpaCalculator.ofPods(
                10, pods, samples, HpaCalculator.utilization(true, requests, 60), Tolerance.DEFAULT, NOW);
    }

    @Test
    void threeTimesTheTargetAsksForThreeTimesThePods() throws HpaFailure {
        old(10, 180);

        assertThat(propose()).isEqualTo(new Proposal(30, 180, 180));
    }

    @Test
    void withinTheToleranceNothingIsAskedFor() throws HpaFailure {
        old(10, 63);

        assertThat(propose().replicas()).isEqualTo(10);
    }

    @Test
    void unreadyPodsCountAsIdleOnTheWayUp() throws HpaFailure {
        old(10, 90);
        for (int i = 0; i < 5; i++) {
            pod("Running", false, Duration.ofSeconds(40));
            sample(0);
        }

        assertThat(propose().replicas()).as("900m over 15 pods is the target").isEqualTo(10);
    }

    @Test
    void missingPodsCountAsFullOnTheWayDown() throws HpaFailure {
        old(8, 30);
        pod("Running", true, Duration.ofHours(1));
        pod("Running", true, Duration.ofHours(1));

        assertThat(propose().replicas())
                .as("8 × 30m and 2 × 100m are 44 % of 10 pods: ratio 0.73")
                .isEqualTo(8);
    }

    @Test
    void podsOnTheirWayOutDoNotCount() throws HpaFailure {
        old(10, 60);
        pods.set(
                9,
                new PodBuilder(pods.get(9))
                        .editMetadata()
                        .withDeletionTimestamp(NOW.toString())
                        .endMetadata()
                        .build());
        samples.put("p9", new HpaSample(9000, NOW, Duration.ofSeconds(30)));

        assertThat(propose().percent()).isEqualTo(60);
    }

    @Test
    void aReadyPodsFirstWindowIsDoubted() throws HpaFailure {
        old(10, 60);
        pod("Running", true, Duration.ofSeconds(20));
        sample(5000);

        assertThat(propose().replicas()).isEqualTo(10);
        assertThat(HpaPodGroups.of(pods, samples, true, NOW).unready()).containsExactly("p10");
    }

    @Test
    void withoutPodsOrSamplesThereIsNoAnswer() {
        assertThatThrownBy(this::propose).hasMessageContaining("no pods returned by selector");
        pod("Pending", false, Duration.ZERO);
        assertThatThrownBy(this::propose).hasMessageContaining("did not receive metrics");
    }

    @Test
    void aTotalIsSharedByThePods() {
        assertThat(HpaCalculator.ofTotalPerPod(10, 1_500_000, 50_000, Tolerance.DEFAULT))
                .isEqualTo(new Proposal(30, 150_000, -1));
        old(10, 0);
        assertThat(HpaCalculator.ofTotal(10, pods, 200, 100, Tolerance.DEFAULT).replicas())
                .isEqualTo(20);
    }
}
