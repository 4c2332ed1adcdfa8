package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletionRankingTest {
    private static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

    private static PodBuilder pod(String name, String node, long readySeconds) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .withNamespace("shop")
                .withCreationTimestamp(NOW.minusSeconds(2000).toString())
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .endStatus();
        if (readySeconds >= 0) {
            pod.editStatus()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .withLastTransitionTime(NOW.minusSeconds(readySeconds).toString())
                    .endCondition()
                    .endStatus();
        }
        return pod;
    }

    private static String first(List<Pod> pods) {
        return DeletionRanking.first(pods, pods, 1, NOW).get(0).getMetadata().getName();
    }

    @Test
    void aPodWithoutANodeGoesFirst() {
        assertThat(first(List.of(pod("b", "n1", 10).build(), pod("a", null, -1).build())))
                .isEqualTo("a");
    }

    @Test
    void aPendingPodGoesBeforeARunningOne() {
        Pod pending =
                pod("b", "n2", -1).editStatus().withPhase("Pending").endStatus().build();

        assertThat(first(List.of(pod("a", "n1", -1).build(), pending))).isEqualTo("b");
    }

    @Test
    void aPodThatIsNotReadyGoesBeforeAReadyOne() {
        assertThat(first(List.of(pod("a", "n1", 10).build(), pod("b", "n2", -1).build())))
                .isEqualTo("b");
    }

    @Test
    void lowerDeletionCostGoesFirst() {
        Pod cheap = pod("b", "n2", 1000)
                .editMetadata()
                .addToAnnotations("controller.kubernetes.io/pod-deletion-cost", "-5")
                .endMetadata()
                .build();

        assertThat(first(List.of(pod("a", "n1", 10).build(), cheap))).isEqualTo("b");
    }

    @Test
    void theFullerNodeGivesFirst() {
        List<Pod> pods = List.of(
                pod("a", "n1", 10).build(),
                pod("b", "n2", 1000).build(),
                pod("c", "n2", 1000).build());

        assertThat(first(pods)).isEqualTo("b");
    }

    @Test
    void theOneReadyForLessLongGoesFirst() {
        assertThat(first(
                        List.of(pod("a", "n1", 1000).build(), pod("b", "n2", 10).build())))
                .isEqualTo("b");
    }

    @Test
    void podsOfAboutTheSameAgeGoByUid() {
        assertThat(first(List.of(
                        pod("b", "n1", 1000).build(), pod("a", "n2", 1010).build())))
                .isEqualTo("a");
    }

    @Test
    void theOneRestartedMoreOftenGoesFirst() {
        Pod restarted = pod("b", "n2", 1000)
                .editStatus()
                .addNewContainerStatus()
                .withRestartCount(3)
                .endContainerStatus()
                .endStatus()
                .build();

        assertThat(first(List.of(pod("a", "n1", 1000).build(), restarted))).isEqualTo("b");
    }

    @Test
    void whenAllGoNothingIsSorted() {
        List<Pod> pods = List.of(pod("b", "n1", 10).build(), pod("a", null, -1).build());

        assertThat(DeletionRanking.first(pods, pods, 2, NOW)).isSameAs(pods);
    }
}
