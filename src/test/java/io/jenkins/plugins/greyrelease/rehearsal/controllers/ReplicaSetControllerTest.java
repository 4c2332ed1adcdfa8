package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static io.jenkins.plugins.greyrelease.rehearsal.controllers.Rig.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaSetControllerTest {
    private final Rig rig = new Rig();

    private void quota(int pods) {
        rig.api.create(
                Rig.USER,
                Kind.RESOURCE_QUOTA,
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("pods")
                        .withNamespace(Rig.SHOP)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity(Integer.toString(pods)))
                        .endSpec()
                        .build());
    }

    private void scale(int replicas) {
        rig.change(
                "cart",
                d -> d.edit().editSpec().withReplicas(replicas).endSpec().build());
    }

    private long writes(String what) {
        return rig.trace.stream().filter(each -> each.contains(what)).count();
    }

    @Test
    void aQuotaIsReportedAndNotHammered() {
        quota(3);
        rig.create(deployment("cart", 10));
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.pods("cart")).hasSize(3);
        ReplicaSet rs = rig.replicaSet("cart:1");
        assertThat(rs.getStatus().getConditions()).anyMatch(each -> "FailedCreate".equals(each.getReason()));
        assertThat(DeploymentConditions.of(rig.deployment("cart")))
                .anyMatch(each -> "ReplicaFailure".equals(each.getType()));
        assertThat(rig.time.executed()).isLessThan(2000);
    }

    @Test
    void whenTheQuotaIsRaisedThePodsCome() {
        quota(3);
        rig.create(deployment("cart", 10));
        rig.advance(Duration.ofMinutes(1));
        rig.api.delete(Rig.USER, Kind.RESOURCE_QUOTA, Rig.SHOP, "pods", DeleteOptions.BACKGROUND);

        assertThat(rig.settles("cart")).isTrue();
        assertThat(rig.replicaSet("cart:1").getStatus().getConditions()).isEmpty();
    }

    @Test
    void aCacheThatIsBehindDoesNotMakeItCreateTwice() {
        rig.api.caches().lag(Kind.POD, () -> Duration.ofSeconds(10));
        rig.create(deployment("cart", 10));
        rig.advance(Duration.ofMinutes(5));
        scale(4);
        rig.advance(Duration.ofMinutes(5));

        assertThat(writes("replicaset-controller create pods")).isEqualTo(10);
        assertThat(writes("replicaset-controller delete pods")).isEqualTo(6);
        assertThat(rig.availablePods("cart")).isEqualTo(4);
    }

    @Test
    void aProcessThatWasKilledDoesNotCreateTwice() {
        rig.create(deployment("cart", 10));
        rig.time.runUntil(() -> rig.pods("cart").size() == 10, Duration.ofMinutes(1));
        rig.advance(Duration.ofMillis(50));
        rig.controllers.restart();

        assertThat(rig.settles("cart")).isTrue();
        assertThat(writes("replicaset-controller create pods")).isEqualTo(10);
    }

    @Test
    void aPodDeletedByHandIsReplacedAtOnce() {
        rig.create(deployment("cart", 3));
        rig.settles("cart");
        String name = rig.pods("cart").get(0).getMetadata().getName();

        rig.api.delete(Rig.USER, Kind.POD, Rig.SHOP, name, DeleteOptions.BACKGROUND);
        rig.advance(Duration.ofMillis(200));

        assertThat(rig.pods("cart")).hasSize(4);
        assertThat(rig.settles("cart")).isTrue();
    }

    @Test
    void aPodThatLosesItsLabelIsReleasedAndReplaced() {
        rig.create(deployment("cart", 3));
        rig.settles("cart");
        Pod pod = rig.pods("cart").get(0);

        rig.api.update(
                Rig.USER,
                Kind.POD,
                pod.edit()
                        .editMetadata()
                        .withLabels(Map.of("app", "debug"))
                        .endMetadata()
                        .build());
        assertThat(rig.settles("cart")).isTrue();

        List<Pod> debugged = rig.pods("debug");
        assertThat(debugged).hasSize(1).allMatch(each -> Owners.controllerOf(each) == null);
        assertThat(rig.pods("cart")).hasSize(3);
    }

    @Test
    void shrinkingTakesThePodsThatDoNotServe() {
        rig.create(deployment("cart", 4));
        rig.settles("cart");
        List<String> serving =
                rig.pods("cart").stream().map(pod -> pod.getMetadata().getUid()).toList();
        rig.images.set("cart:1", ImageBehaviour.NORMAL.neverReady());
        scale(6);
        rig.advance(Duration.ofMinutes(1));

        scale(4);
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.pods("cart"))
                .extracting(pod -> pod.getMetadata().getUid())
                .containsExactlyInAnyOrderElementsOf(serving);
    }

    @Test
    void podsWithoutRoomSayWhyAndAreScheduledWhenThereIsSome() {
        Rig small = new Rig(1, 1);
        small.create(deployment("cart", 3)
                .edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("7"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        small.advance(Duration.ofMinutes(1));

        Pod waiting = small.pods("cart").stream()
                .filter(pod -> Pods.node(pod).isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(Pods.condition(waiting, "PodScheduled").getMessage()).contains("Insufficient cpu");

        SimNodes.create(small.api, 1, 1, "16", "64Gi");
        assertThat(small.settles("cart")).isTrue();
    }
}
