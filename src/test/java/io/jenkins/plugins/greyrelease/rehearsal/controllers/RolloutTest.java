package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static io.jenkins.plugins.greyrelease.rehearsal.controllers.Rig.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private Rig rig;

    @BeforeEach
    void cart() {
        rig = new Rig();
        rig.createService("cart");
        rig.create(deployment("cart", 10));
        assertThat(rig.settles("cart")).isTrue();
    }

    @Test
    void aDeploymentGetsItsPods() {
        assertThat(rig.availablePods("cart")).isEqualTo(10);
        Deployment d = rig.deployment("cart");
        assertThat(d.getStatus().getAvailableReplicas()).isEqualTo(10);
        assertThat(d.getStatus().getUpdatedReplicas()).isEqualTo(10);
        assertThat(d.getMetadata().getAnnotations()).containsEntry(ReplicaSets.REVISION, "1");
        assertThat(rig.replicaSets()).hasSize(1);
    }

    @Test
    void theServiceServesAllPods() {
        rig.advance(Duration.ofSeconds(1));
        List<EndpointSlice> slices = rig.api.list(Kind.ENDPOINT_SLICE, Rig.SHOP, null);
        assertThat(slices).hasSize(1);
        assertThat(slices.get(0).getEndpoints()).hasSize(10).allMatch(each -> each.getConditions()
                .getReady());
    }

    @Test
    void aNewImageRollsWithinSurgeAndUnavailable() {
        rig.time.afterEach(() -> {
            assertThat(rig.availablePods("cart")).isGreaterThanOrEqualTo(8);
            assertThat(rig.pods("cart").stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null))
                    .hasSizeLessThanOrEqualTo(13);
        });

        rig.setImage("cart", "cart:2");
        assertThat(rig.settles("cart")).isTrue();

        assertThat(rig.replicaSet("cart:2").getSpec().getReplicas()).isEqualTo(10);
        assertThat(rig.replicaSet("cart:1").getSpec().getReplicas()).isZero();
        assertThat(rig.deployment("cart").getMetadata().getAnnotations()).containsEntry(ReplicaSets.REVISION, "2");
    }

    @Test
    void aDeploymentThatLostAPodForGoodCausesNoEvents() {
        rig.images.set("cart:1", ImageBehaviour.NORMAL.neverReady());
        String lost = rig.pods("cart").get(0).getMetadata().getName();
        rig.api.delete(Rig.USER, Kind.POD, Rig.SHOP, lost, DeleteOptions.BACKGROUND);
        rig.advance(Duration.ofMinutes(20));
        long before = rig.time.executed();

        rig.advance(Duration.ofDays(1));

        assertThat(rig.availablePods("cart")).isEqualTo(9);
        assertThat(rig.time.executed() - before).isLessThan(10);
    }

    @Test
    void aClusterAtRestHasNoEvents() {
        // the last timer is the check of the progress deadline, after ten minutes
        rig.advance(Duration.ofMinutes(15));
        long before = rig.time.executed();

        rig.advance(Duration.ofDays(1));

        assertThat(rig.time.executed() - before).isZero();
    }
}
