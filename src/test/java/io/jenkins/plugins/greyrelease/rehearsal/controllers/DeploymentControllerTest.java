package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static io.jenkins.plugins.greyrelease.rehearsal.controllers.Rig.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentControllerTest {
    private final Rig rig = new Rig();

    @BeforeEach
    void cart() {
        rig.create(deployment("cart", 10));
        assertThat(rig.settles("cart")).isTrue();
    }

    private DeploymentCondition condition(String type) {
        return DeploymentConditions.find(DeploymentConditions.of(rig.deployment("cart")), type);
    }

    private void scale(int replicas) {
        rig.change(
                "cart",
                d -> d.edit().editSpec().withReplicas(replicas).endSpec().build());
    }

    private void pause(Boolean paused) {
        rig.change("cart", d -> d.edit().editSpec().withPaused(paused).endSpec().build());
    }

    private int replicas(String image) {
        return ReplicaSets.replicas(rig.replicaSet(image));
    }

    private void change(ReplicaSet seen, UnaryOperator<ReplicaSet> change) {
        ReplicaSet live =
                rig.api.get(Kind.REPLICA_SET, Rig.SHOP, seen.getMetadata().getName());
        rig.api.update(Rig.USER, Kind.REPLICA_SET, change.apply(live));
    }

    @Test
    void thePodsCarryTheHashOfTheirTemplate() {
        ReplicaSet rs = rig.replicaSet("cart:1");
        String hash = rs.getMetadata().getLabels().get(ReplicaSets.HASH);

        assertThat(rs.getMetadata().getName()).isEqualTo("cart-" + hash);
        assertThat(rs.getSpec().getSelector().getMatchLabels()).containsEntry(ReplicaSets.HASH, hash);
        assertThat(rig.pods("cart"))
                .allMatch(pod -> hash.equals(pod.getMetadata().getLabels().get(ReplicaSets.HASH)));
    }

    @Test
    void aPausedDeploymentScalesButDoesNotRoll() {
        pause(true);
        rig.setImage("cart", "cart:2");
        scale(12);
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.replicaSets()).hasSize(1);
        assertThat(replicas("cart:1")).isEqualTo(12);
        assertThat(condition("Progressing").getReason()).isEqualTo("DeploymentPaused");
        assertThat(rig.deployment("cart").getStatus().getUpdatedReplicas()).isNull();
    }

    @Test
    void aDeploymentThatGoesOnRollsAndSaysSo() {
        pause(true);
        rig.setImage("cart", "cart:2");
        rig.advance(Duration.ofMinutes(1));
        pause(null);

        assertThat(rig.settles("cart")).isTrue();
        assertThat(condition("Progressing").getReason()).isEqualTo("NewReplicaSetAvailable");
        assertThat(replicas("cart:2")).isEqualTo(10);
    }

    @Test
    void scalingInTheMiddleOfARollIsInProportion() {
        rig.images.set("cart:2", ImageBehaviour.NORMAL.neverReady());
        rig.setImage("cart", "cart:2");
        rig.advance(Duration.ofMinutes(1));
        assertThat(replicas("cart:1")).isEqualTo(8);
        assertThat(replicas("cart:2")).isEqualTo(5);

        scale(20);
        rig.advance(Duration.ofMinutes(1));

        assertThat(replicas("cart:1") + replicas("cart:2")).isEqualTo(25);
        assertThat(replicas("cart:1")).isEqualTo(15);
        assertThat(replicas("cart:2")).isEqualTo(10);
    }

    @Test
    void aStuckRollExceedsItsDeadlineAndIsLeftAsItIs() {
        rig.images.set("cart:2", ImageBehaviour.NORMAL.pullsNever());
        rig.setImage("cart", "cart:2");

        rig.advance(Duration.ofMinutes(9));
        assertThat(condition("Progressing").getStatus()).isEqualTo("True");
        rig.advance(Duration.ofMinutes(2));

        assertThat(condition("Progressing").getReason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(rig.availablePods("cart")).isGreaterThanOrEqualTo(8);
    }

    @Test
    void goingBackGivesTheOldSetANewRevisionAndKeepsTheFormer() {
        rig.setImage("cart", "cart:2");
        rig.settles("cart");
        rig.setImage("cart", "cart:1");
        rig.settles("cart");

        assertThat(rig.replicaSets()).hasSize(2);
        assertThat(rig.replicaSet("cart:1").getMetadata().getAnnotations())
                .containsEntry(ReplicaSets.REVISION, "3")
                .containsEntry(ReplicaSets.REVISION_HISTORY, "1");
        assertThat(rig.deployment("cart").getMetadata().getAnnotations()).containsEntry(ReplicaSets.REVISION, "3");
    }

    @Test
    void historyIsCutAtItsLimit() {
        rig.change(
                "cart",
                d -> d.edit().editSpec().withRevisionHistoryLimit(2).endSpec().build());
        for (int version = 2; version <= 6; version++) {
            rig.setImage("cart", "cart:" + version);
            rig.settles("cart");
            rig.advance(Duration.ofMinutes(1));
        }

        assertThat(rig.replicaSets()).extracting(ReplicaSets::revision).containsExactlyInAnyOrder(4L, 5L, 6L);
    }

    @Test
    void recreateEndsTheOldPodsBeforeItStartsNewOnes() {
        rig.change("cart", d -> d.edit()
                .editSpec()
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .endSpec()
                .build());
        rig.setImage("cart", "cart:2");
        rig.time.afterEach(() -> assertThat(rig.pods("cart").stream()
                        .map(pod -> pod.getSpec().getContainers().get(0).getImage())
                        .distinct())
                .hasSizeLessThanOrEqualTo(1));

        assertThat(rig.settles("cart")).isTrue();
        assertThat(replicas("cart:2")).isEqualTo(10);
    }

    @Test
    void aSetWhoseLabelsNoLongerMatchIsReleasedAndTakenBackWhenTheyDo() {
        pause(true);
        ReplicaSet rs = rig.replicaSet("cart:1");
        change(rs, each -> each.edit()
                .editMetadata()
                .withLabels(Map.of())
                .endMetadata()
                .build());
        rig.advance(Duration.ofSeconds(5));
        assertThat(Owners.controllerOf(rig.replicaSet("cart:1"))).isNull();
        assertThat(rig.pods("cart")).hasSize(10);

        change(rs, each -> each.edit()
                .editMetadata()
                .withLabels(rs.getMetadata().getLabels())
                .endMetadata()
                .build());
        rig.advance(Duration.ofSeconds(5));
        assertThat(Owners.isControlledBy(rig.replicaSet("cart:1"), rig.deployment("cart")))
                .isTrue();
    }

    @Test
    void anOrphanedSetKeepsItsPodsAndIsAdoptedByTheNextDeployment() {
        List<String> before =
                rig.pods("cart").stream().map(pod -> pod.getMetadata().getUid()).toList();
        String uid = rig.deployment("cart").getMetadata().getUid();
        rig.api.delete(
                Rig.USER, Kind.DEPLOYMENT, Rig.SHOP, "cart", DeleteOptions.of(DeleteOptions.Propagation.ORPHAN, uid));
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.replicaSets()).hasSize(1).allMatch(rs -> Owners.controllerOf(rs) == null);

        rig.create(deployment("cart", 10));
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.replicaSets()).hasSize(1);
        assertThat(rig.pods("cart"))
                .extracting(pod -> pod.getMetadata().getUid())
                .isEqualTo(before);
    }

    @Test
    void deletingADeploymentTakesItsPodsAlong() {
        rig.api.delete(Rig.USER, Kind.DEPLOYMENT, Rig.SHOP, "cart", DeleteOptions.BACKGROUND);
        rig.advance(Duration.ofMinutes(1));

        assertThat(rig.replicaSets()).isEmpty();
        assertThat(rig.pods("cart")).isEmpty();
    }

    @Test
    void aTakenNameIsAHashCollisionAndGetsAnotherHash() {
        ReplicaSet foreign = rig.replicaSet("cart:1")
                .edit()
                .withNewMetadata()
                .withNamespace(Rig.SHOP)
                .withName("basket-" + hash())
                .endMetadata()
                .editSpec()
                .withReplicas(0)
                .endSpec()
                .withStatus(null)
                .build();
        rig.api.create(Rig.USER, Kind.REPLICA_SET, foreign);

        rig.create(rig.deployment("cart")
                .edit()
                .withNewMetadata()
                .withNamespace(Rig.SHOP)
                .withName("basket")
                .endMetadata()
                .withStatus(null)
                .build());
        rig.advance(Duration.ofMinutes(1));

        Deployment basket = rig.deployment("basket");
        assertThat(basket.getStatus().getCollisionCount()).isEqualTo(1);
        assertThat(basket.getStatus().getAvailableReplicas()).isEqualTo(10);
    }

    private String hash() {
        return rig.replicaSet("cart:1").getMetadata().getLabels().get(ReplicaSets.HASH);
    }

    @Test
    void minReadySecondsDelayAvailability() {
        rig.change(
                "cart",
                d -> d.edit().editSpec().withMinReadySeconds(60).endSpec().build());
        rig.setImage("cart", "cart:2");
        rig.until("cart", d -> rig.replicaSets().size() == 2 && ReplicaSets.ready(rig.replicaSet("cart:2")) == 5);
        assertThat(ReplicaSets.available(rig.replicaSet("cart:2"))).isZero();

        rig.advance(Duration.ofSeconds(62));
        assertThat(ReplicaSets.available(rig.replicaSet("cart:2"))).isEqualTo(5);
        assertThat(rig.settles("cart")).isTrue();
    }
}
