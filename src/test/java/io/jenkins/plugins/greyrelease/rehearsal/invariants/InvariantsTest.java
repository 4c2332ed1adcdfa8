package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.autoscale.HpaSamples;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ControllerManager;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviours;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.SimNodes;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each violation is made by hand, as a broken engine would make it; and the right way is none. */
class InvariantsTest {
    private static final String US = "grey-release";
    private final VirtualTime time = new VirtualTime();
    private final ApiServer server = new ApiServer("gd9-a", time, new SplittableRandom(7));
    private final Invariants invariants = new Invariants(time, "grey rehearse --seed 7");

    @BeforeEach
    void tenPodsOfCart() {
        SimNodes.create(server, 4, 2, "16", "64Gi");
        new ControllerManager(server, time, new SplittableRandom(7), new ImageBehaviours());
        server.create("kubectl", Kind.DEPLOYMENT, deployment("cart", 10, "cart:1", Map.of()));
        time.advance(Duration.ofMinutes(1));
        invariants.watch(server, new WatchedApp("shop", "cart", "0", Duration.ZERO));
    }

    private static Deployment deployment(String name, int replicas, String image, Map<String, String> labels) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "cart")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private void patch(String who, Kind<?> kind, String name, String body) {
        server.patch(who, kind, "shop", name, Patch.merge(body));
    }

    private void lock() {
        patch(US, Kind.DEPLOYMENT, "cart", "{\"metadata\":{\"labels\":{\"grey-release/release\":\"r1\"}}}");
    }

    private void canary(String release, int replicas, int allowed, int batch) {
        server.create(
                US,
                Kind.DEPLOYMENT,
                deployment(
                        "cart-" + release,
                        replicas,
                        "cart:2",
                        Map.of(
                                "grey-release/release",
                                release,
                                "grey-release/track",
                                "canary",
                                "grey-release/allowed",
                                "" + allowed,
                                "grey-release/batch",
                                "" + batch)));
    }

    private void settle() {
        time.advance(Duration.ofSeconds(30));
    }

    private List<String> violated() {
        return invariants.violations().found().stream()
                .map(each -> each.invariant() + ": " + each.what())
                .toList();
    }

    @Test
    void aReleaseTheRightWayBreaksNothing() {
        lock();
        canary("r1", 1, 1, 1);
        settle();
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart", 9);
        settle();
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart", 10);
        settle();
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart-r1", 0);
        settle();
        server.delete(US, Kind.DEPLOYMENT, "shop", "cart-r1", DeleteOptions.BACKGROUND);
        patch(US, Kind.DEPLOYMENT, "cart", "{\"metadata\":{\"labels\":{\"grey-release/release\":null}}}");
        settle();
        invariants.ended(Set.of());

        assertThat(violated()).isEmpty();
        invariants.throwIfAny();
    }

    @Test
    void scalingDownBeforeTheCanaryServesLosesCapacity() {
        lock();
        canary("r1", 1, 1, 1);
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart", 9);

        assertThat(violated())
                .containsExactly("capacity: scale deployment/cart (10 to 9) leaves 9 available pods of 10 (before: 10),"
                        + " at least 10 must stay");
    }

    @Test
    void deletingACanaryThatStillServesLosesCapacityUnlessItsPodsAreOrphaned() {
        lock();
        canary("r1", 1, 1, 1);
        settle();
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart", 9);
        settle();
        String uid =
                server.get(Kind.DEPLOYMENT, "shop", "cart-r1").getMetadata().getUid();
        assertThat(violated()).isEmpty();

        server.delete(US, Kind.DEPLOYMENT, "shop", "cart-r1", DeleteOptions.of(Propagation.BACKGROUND, uid));

        assertThat(violated()).hasSize(1).first().asString().contains("delete deployment/cart-r1 leaves 9 available");
    }

    @Test
    void anOrphaningDeleteKeepsThePods() {
        lock();
        canary("r1", 1, 1, 1);
        settle();
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart", 9);
        String uid =
                server.get(Kind.DEPLOYMENT, "shop", "cart-r1").getMetadata().getUid();

        server.delete(US, Kind.DEPLOYMENT, "shop", "cart-r1", DeleteOptions.of(Propagation.ORPHAN, uid));
        settle();

        assertThat(violated()).isEmpty();
    }

    @Test
    void desiredMayOnlyChangeAfterSomebodyScaled() {
        lock();
        patch(US, Kind.DEPLOYMENT, "cart", "{\"metadata\":{\"labels\":{\"grey-release/desired\":\"5\"}}}");
        assertThat(violated()).singleElement().asString().contains("takes 5 pods as desired instead of 10");

        server.scale("kubectl", Kind.DEPLOYMENT, "shop", "cart", 6);
        patch(US, Kind.DEPLOYMENT, "cart", "{\"metadata\":{\"labels\":{\"grey-release/desired\":\"6\"}}}");

        assertThat(violated()).hasSize(1);
    }

    @Test
    void moreCanaryPodsOrBatchesThanApprovedAreExposure() {
        lock();
        canary("r1", 2, 1, 1);
        patch(US, Kind.DEPLOYMENT, "cart-r1", "{\"metadata\":{\"labels\":{\"grey-release/batch\":\"2\"}}}");
        invariants.permit("gd9-a", "cart", 3);
        patch(US, Kind.DEPLOYMENT, "cart-r1", "{\"metadata\":{\"labels\":{\"grey-release/batch\":\"3\"}}}");

        assertThat(violated())
                .containsExactly(
                        "exposure: create deployment/cart-r1 wants 2 canary pods, the batch allows 1",
                        "exposure: patch deployment/cart-r1 (2 to 2) is in batch 2, approved are batches up to 1");
    }

    @Test
    void twoCanariesAtOnceAreTwoReleases() {
        lock();
        canary("r1", 1, 1, 1);
        canary("r2", 1, 1, 1);

        assertThat(violated())
                .containsExactly(
                        "one release: canaries of releases [r1, r2] at the same time",
                        "one release: create deployment/cart-r2 for release r2 while the lock is held by r1");
    }

    @Test
    void anotherImageUnderTheSameReleaseIsAnotherIdentity() {
        lock();
        canary("r1", 1, 1, 1);
        patch(
                US,
                Kind.DEPLOYMENT,
                "cart-r1",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"cart:3\"}]}}}}");

        assertThat(violated()).singleElement().asString().contains("brings [cart:3], elsewhere it brought [cart:2]");
    }

    @Test
    void overwritingSomebodysEditIsNotBeingAlone() {
        server.create("kubectl", Kind.HPA, HpaSamples.utilization("cart", "cart", 3, 30));
        lock();
        patch("kubectl", Kind.HPA, "cart", "{\"spec\":{\"maxReplicas\":50}}");
        patch(US, Kind.HPA, "cart", "{\"spec\":{\"maxReplicas\":30}}");
        patch("kubectl", Kind.DEPLOYMENT, "cart", "{\"spec\":{\"paused\":true}}");
        patch(US, Kind.DEPLOYMENT, "cart", "{\"spec\":{\"paused\":false}}");

        assertThat(violated())
                .containsExactly(
                        "not alone: patch horizontalpodautoscaler/cart overwrites what somebody else had written:"
                                + " maxReplicas",
                        "not alone: patch deployment/cart (10 to 10) overwrites what somebody else had written: paused");
    }

    @Test
    void whatIsLeftBehindIsListedAtTheEndUnlessTheClusterIsOpen() {
        lock();
        canary("r1", 1, 1, 1);
        settle();

        invariants.ended(Set.of("gd9-a"));
        assertThat(violated()).isEmpty();
        invariants.ended(Set.of());

        assertThat(violated())
                .contains(
                        "ends: deployment/cart still carries [grey-release/release]",
                        "ends: canary deployment/cart-r1 is still there")
                .anyMatch(each -> each.contains("belongs to cart-r1, not to deployment/cart"));
        assertThatThrownBy(invariants::throwIfAny)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("To see them again: grey rehearse --seed 7");
    }

    @Test
    void podsLostToAFaultAreNotHeldAgainstAWriteThatCouldNotKnow() {
        lock();
        canary("r1", 1, 1, 1);
        settle();
        String pod = server.list(Kind.POD, "shop", null).get(0).getMetadata().getName();
        server.delete("node-controller", Kind.POD, "shop", pod, DeleteOptions.BACKGROUND);
        server.scale(US, Kind.DEPLOYMENT, "shop", "cart", 9);

        assertThat(violated()).isEmpty();
    }
}
