package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.AutoscalerFreeze;
import io.jenkins.plugins.greyrelease.autoscale.FreezeMove;
import io.jenkins.plugins.greyrelease.autoscale.HpaSamples;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.Apps;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HpaPolicyRunTest {
    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet = new SimulatedFleet(
            List.of(ClusterSpec.simulated("gd9-a"), ClusterSpec.simulated("nh-a")), time, new SplittableRandom(1));
    private final SimulatedCluster first = fleet.cluster("gd9-a");
    private final SimulatedCluster second = fleet.cluster("nh-a");
    private final FakeHost host = new FakeHost(fleet.fleet(), time);
    private final Map<String, Object> arguments =
            new HashMap<>(Map.of("app", "cart", "namespace", "shop", "min", 3, "max", 30, "cpu", "60%"));

    @BeforeEach
    void anAppInBothClusters() {
        fleet.clusters().forEach(cluster -> cluster.server()
                .create(SimulatedCluster.OWNER, Kind.DEPLOYMENT, Apps.cart(4, "100m")));
        time.advance(Duration.ofMinutes(1));
    }

    private StepOutcome run() {
        HpaPolicyArgs args = HpaPolicyArgs.from(arguments);
        var outcome = new HpaPolicyRun(host, args, fleet.fleet().members()).start();
        time.advance(Duration.ofSeconds(1));
        assertThat(outcome).isDone();
        return outcome.join();
    }

    private static HorizontalPodAutoscaler hpa(SimulatedCluster cluster) {
        return cluster.server().get(Kind.HPA, "shop", "cart");
    }

    private List<HorizontalPodAutoscaler> all() {
        return fleet.clusters().stream()
                .flatMap(cluster -> cluster.server().list(Kind.HPA, "shop", null).stream())
                .toList();
    }

    /** Names and specs: an HPA's status is the cluster's own business. */
    private List<String> versions() {
        return all().stream()
                .map(each -> each.getMetadata().getName() + " " + each.getSpec())
                .toList();
    }

    private void refused(String... words) {
        List<String> before = versions();
        StepOutcome outcome = run();
        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.message()).startsWith("nothing was changed: ").contains(words);
        assertThat(versions()).as("no cluster is touched").isEqualTo(before);
    }

    private static List<String> actions(StepOutcome outcome) {
        List<?> clusters = (List<?>) outcome.result().get("clusters");
        return clusters.stream()
                .map(each -> ((Map<?, ?>) each).get("cluster") + " " + ((Map<?, ?>) each).get("action"))
                .toList();
    }

    @Test
    void itIsCreatedInEveryClusterAndWorks() {
        StepOutcome outcome = run();
        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(actions(outcome)).containsExactly("gd9-a created", "nh-a created");
        assertThat(hpa(first).getSpec().getMaxReplicas()).isEqualTo(30);
        assertThat(hpa(second).getSpec().getBehavior().getScaleDown().getStabilizationWindowSeconds())
                .isEqualTo(300);
        assertThat(host.log).contains("[gd9-a]   maxReplicas: 30");
    }

    @Test
    void doneAgainItWritesNothing() {
        run();
        time.advance(Duration.ofMinutes(1));
        String version = hpa(first).getMetadata().getResourceVersion();
        StepOutcome again = run();
        assertThat(actions(again)).containsExactly("gd9-a unchanged", "nh-a unchanged");
        assertThat(hpa(first).getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void onlyWhatDiffersIsChangedAndSaid() {
        run();
        arguments.put("max", 40);
        host.log.clear();
        assertThat(actions(run())).containsExactly("gd9-a updated", "nh-a updated");
        assertThat(host.log).contains("[nh-a]   maxReplicas: 30 -> 40").hasSize(4);
        assertThat(hpa(second).getSpec().getMaxReplicas()).isEqualTo(40);
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndChangesNothing() {
        arguments.put("dryRun", true);
        StepOutcome outcome = run();
        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(host.log).contains("[gd9-a] autoscaler of cart would change", "[gd9-a]   minReplicas: 3");
        assertThat(all()).isEmpty();
    }

    @Test
    void anOlderClusterLeavesTheToleranceOutAndThatIsSaid() {
        first.server().hpaTolerance(false);
        run();
        assertThat(hpa(first).getSpec().getBehavior().getScaleUp().getTolerance())
                .isNull();
        assertThat(hpa(second).getSpec().getBehavior().getScaleUp().getTolerance())
                .isEqualTo(new Quantity("50m"));
        assertThat(host.log)
                .filteredOn(line -> line.contains("leaves the tolerance out"))
                .singleElement()
                .asString()
                .startsWith("[gd9-a]");
        assertThat(actions(run())).as("and it is not tried again").containsExactly("gd9-a unchanged", "nh-a unchanged");
    }

    @Test
    void somebodyElsesAutoscalerIsRefusedUntilItIsHandedOver() {
        second.server().create("someone", Kind.HPA, HpaSamples.utilization("cart-scaler", "cart", 2, 9));
        refused(
                "nh-a",
                "HorizontalPodAutoscaler shop/cart-scaler scales it and was not made by hpaPolicy",
                "label hpa cart-scaler app.kubernetes.io/managed-by=grey-release --overwrite");
        second.server()
                .patch(
                        "someone",
                        Kind.HPA,
                        "shop",
                        "cart-scaler",
                        Patch.merge("{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":\"grey-release\"}}}"));
        assertThat(actions(run())).containsExactly("gd9-a created", "nh-a updated");
        assertThat(second.server()
                        .get(Kind.HPA, "shop", "cart-scaler")
                        .getSpec()
                        .getMaxReplicas())
                .isEqualTo(30);
    }

    @Test
    void twoAutoscalersOnOneAppAreRefused() {
        first.server().create("someone", Kind.HPA, HpaSamples.utilization("one", "cart", 2, 9));
        first.server().create("someone", Kind.HPA, HpaSamples.utilization("two", "cart", 2, 9));
        refused("gd9-a", "two autoscalers scale it", "shop/one", "shop/two");
    }

    @Test
    void kedaAndARestartingVpaAreRefused() {
        first.server()
                .create(
                        "someone",
                        Kind.SCALED_OBJECT,
                        custom("keda.sh/v1alpha1", "ScaledObject", "scaleTargetRef", Map.of("name", "cart")));
        second.server()
                .create(
                        "someone",
                        Kind.VPA,
                        custom(
                                "autoscaling.k8s.io/v1",
                                "VerticalPodAutoscaler",
                                "targetRef",
                                Map.of("kind", "Deployment", "name", "cart")));
        time.advance(Duration.ofMinutes(1));
        refused("KEDA makes an HPA of its own", "VerticalPodAutoscaler shop/scaler is in mode Auto");
    }

    private static io.fabric8.kubernetes.api.model.GenericKubernetesResource custom(
            String version, String kind, String field, Map<String, String> target) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(version)
                .withKind(kind)
                .withNewMetadata()
                .withNamespace("shop")
                .withName("scaler")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of(field, target))
                .build();
    }

    @Test
    void aPercentageWithoutARequestIsRefused() {
        arguments.put("memory", "70%");
        refused(
                "memory: a percentage needs a request of memory in every container, and cart of deployment/cart has none");
        arguments.put("memory", "200Mi");
        assertThat(run().status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void aMinimumAboveTheQuotaIsRefusedAndAMaximumAboveItSaid() {
        first.server()
                .create(
                        "someone",
                        Kind.RESOURCE_QUOTA,
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withNamespace("shop")
                                .withName("team")
                                .endMetadata()
                                .withNewSpec()
                                .addToHard("pods", new Quantity("8"))
                                .endSpec()
                                .build());
        time.advance(Duration.ofMinutes(1));
        arguments.put("min", 10);
        refused("min: 10 is above the quota: ResourceQuota/team leaves 4 of pods, the 6 more pods need 6");
        arguments.put("min", 3);
        assertThat(run().status()).isEqualTo(Status.SUCCESS);
        assertThat(host.log).anyMatch(line -> line.startsWith("[gd9-a] max: 30 will not be reached"));
    }

    @Test
    void aReleaseUnderWayAndAFrozenAutoscalerAreRefused() {
        run();
        FreezeMove.Write freeze = (FreezeMove.Write) AutoscalerFreeze.freeze(hpa(first), "r7k2m");
        first.server().patch("grey-release", Kind.HPA, "shop", "cart", freeze.patch());
        second.server()
                .patch(
                        "grey-release",
                        Kind.DEPLOYMENT,
                        "shop",
                        "cart",
                        Patch.merge("{\"metadata\":{\"labels\":{\"grey-release/release\":\"r7k2m\"}}}"));
        arguments.put("max", 40);
        refused("shop/cart is frozen by release r7k2m", "release r7k2m of cart is under way");
        assertThat(hpa(second).getSpec().getMaxReplicas()).isEqualTo(30);
    }

    @Test
    void whatTheServerItselfRefusesIsRefusedBeforeAnyClusterIsChanged() {
        second.server().create("someone", Kind.HPA, HpaSamples.utilization("cart", "web", 2, 9));
        refused("HorizontalPodAutoscaler shop/cart has the app's name and scales Deployment/web: rename or delete it");
    }

    @Test
    void aClusterWithoutTheAppIsRefused() {
        arguments.put("app", "web");
        refused("gd9-a", "nh-a", "deployments.apps \"web\" not found");
    }

    @Test
    void anEditInBetweenIsLookedAtAgain() {
        run();
        arguments.put("max", 40);
        HpaPolicyArgs args = HpaPolicyArgs.from(arguments);
        var outcome = new HpaPolicyRun(host, args, fleet.fleet().members()).start();
        time.runUntil(
                () -> host.log.stream().anyMatch(line -> line.contains("30 -> 40")),
                time.elapsed().plusSeconds(1));
        first.server().patch("someone", Kind.HPA, "shop", "cart", Patch.merge("{\"spec\":{\"minReplicas\":2}}"));
        time.advance(Duration.ofSeconds(1));
        assertThat(outcome.join().status()).isEqualTo(Status.SUCCESS);
        assertThat(hpa(first).getSpec())
                .returns(40, spec -> spec.getMaxReplicas())
                .returns(3, spec -> spec.getMinReplicas());
    }

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted =
                new Granted("hpa-policy.yaml").in(first.server(), "shop").in(second.server(), "shop");
        assertThat(actions(run())).containsExactly("gd9-a created", "nh-a created");
        arguments.put("max", 40);
        assertThat(actions(run())).containsExactly("gd9-a updated", "nh-a updated");
        granted.assertAllOfItIsNeeded();
    }
}
