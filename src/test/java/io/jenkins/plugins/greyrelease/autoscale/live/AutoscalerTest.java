package io.jenkins.plugins.greyrelease.autoscale.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.autoscale.HpaSamples;
import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.Apps;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
    private static final Gauge CPU = new Gauge.Resource("cpu", new BigDecimal("0.1"), false);

    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet =
            new SimulatedFleet(List.of(ClusterSpec.simulated("gd9-a")), time, new SplittableRandom(1));
    private final SimulatedCluster cluster = fleet.clusters().get(0);
    private final List<String> log = new ArrayList<>();
    private int ids;

    @BeforeEach
    void tenPodsAtTheirTarget() {
        cluster.server().create(SimulatedCluster.OWNER, Kind.DEPLOYMENT, Apps.cart(10, "200m"));
        load(1000);
        time.advance(Duration.ofMinutes(2));
    }

    private void load(double millicores) {
        cluster.controllers().load().put("shop", "cart", LoadModel.Load.cpu(LoadTrace.constant(millicores)));
    }

    private AutoscaleService service() {
        AutoscaledApp app = new AutoscaledApp("shop", "cart", List.of(), ScalingRules.within(2, 30), List.of(CPU));
        return new AutoscaleService(
                new AutoscaleConfig(Duration.ofSeconds(15), List.of(app)),
                fleet.fleet(),
                time,
                length -> String.format("%0" + length + "d", ++ids),
                Queries.unanswered("there is none"),
                log::add);
    }

    private AutoscaleService started() {
        AutoscaleService service = service();
        service.start();
        return service;
    }

    private int replicas() {
        return app().getSpec().getReplicas();
    }

    private Deployment app() {
        return cluster.server().get(Kind.DEPLOYMENT, "shop", "cart");
    }

    private void label(String json) {
        cluster.server()
                .patch(
                        "someone",
                        Kind.DEPLOYMENT,
                        "shop",
                        "cart",
                        Patch.merge("{\"metadata\":{\"labels\":{\"grey-release/release\":" + json + "}}}"));
    }

    @Test
    void itFollowsTheLoadAndSaysWhyWithFigures() {
        started();
        time.advance(Duration.ofMinutes(1));
        assertThat(replicas()).isEqualTo(10);
        load(1500);
        time.advance(Duration.ofMinutes(1));
        assertThat(replicas()).isEqualTo(15);
        assertThat(log)
                .anyMatch(line -> line.startsWith("[gd9-a] shop/cart: 10 -> 15 pods at once: cpu 1500 of 100 a pod"));
        load(500);
        time.advance(Duration.ofMinutes(4));
        assertThat(replicas()).as("within the cool-down").isEqualTo(15);
        time.advance(Duration.ofMinutes(2));
        assertThat(replicas()).isEqualTo(5);
    }

    @Test
    void whatIsSaidOnceIsNotSaidAtEveryLook() {
        started();
        time.advance(Duration.ofMinutes(10));
        assertThat(log).hasSize(1).first().asString().contains("10 pods stay");
    }

    @Test
    void podsWithoutAMetricsServerAreLeftAloneAndItSaysSo() {
        cluster.server().podMetrics(null);
        started();
        time.advance(Duration.ofMinutes(1));
        assertThat(replicas()).isEqualTo(10);
        assertThat(log).singleElement().asString().contains("no policy has a figure", "serves no metrics.k8s.io");
    }

    @Test
    void whileAReleaseIsUnderWayItStandsStill() {
        started();
        time.advance(Duration.ofMinutes(1));
        label("\"r7k2m\"");
        load(1500);
        time.advance(Duration.ofMinutes(2));
        assertThat(replicas()).isEqualTo(10);
        assertThat(log).last().asString().contains("release r7k2m is under way");
        label("null");
        time.advance(Duration.ofMinutes(1));
        assertThat(replicas()).isEqualTo(15);
    }

    @Test
    void anotherAutoscalerIsNeverFought() {
        cluster.server().create("someone", Kind.HPA, HpaSamples.averageValue("cart", 10, 12));
        started();
        load(2500);
        time.advance(Duration.ofMinutes(3));
        assertThat(replicas()).as("the HPA's own bound").isEqualTo(12);
        assertThat(log).singleElement().asString().contains("HorizontalPodAutoscaler/cart scales it", "would fight");
        cluster.server()
                .delete(
                        "someone",
                        Kind.HPA,
                        "shop",
                        "cart",
                        DeleteOptions.of(
                                DeleteOptions.Propagation.BACKGROUND,
                                cluster.server()
                                        .get(Kind.HPA, "shop", "cart")
                                        .getMetadata()
                                        .getUid()));
        time.advance(Duration.ofMinutes(1));
        assertThat(replicas()).isEqualTo(25);
    }

    @Test
    void ofTwoProcessesOneScalesAndTheOtherTakesOverWhenItDies() {
        AutoscaleService first = started();
        time.advance(Duration.ofSeconds(20));
        started();
        load(1500);
        time.advance(Duration.ofMinutes(2));
        assertThat(log).filteredOn(line -> line.contains("->")).hasSize(1);
        assertThat(log).anyMatch(line -> line.contains("waits: grey-autoscale-"));
        first.stop();
        time.advance(Duration.ofMinutes(1));
        load(2400);
        time.advance(Duration.ofMinutes(2));
        assertThat(replicas()).isEqualTo(24);
    }

    @Test
    void somebodyElsesNumberIsNotOverwrittenUnseen() {
        started();
        time.advance(Duration.ofMinutes(1));
        cluster.server().scale("someone", Kind.DEPLOYMENT, "shop", "cart", 12);
        time.advance(Duration.ofSeconds(40));
        assertThat(replicas()).as("no step down within the cool-down").isEqualTo(12);
        load(2400);
        time.advance(Duration.ofMinutes(1));
        assertThat(log).anyMatch(line -> line.contains("12 -> 24 pods at once"));
    }

    @Test
    void aPreviewChangesNothingAndNeedsNoLease() {
        load(1500);
        time.advance(Duration.ofMinutes(1));
        var lines = service().preview();
        time.advance(Duration.ofSeconds(1));
        assertThat(lines.join()).singleElement().asString().startsWith("[gd9-a] shop/cart: 10 -> 15 pods");
        assertThat(replicas()).isEqualTo(10);
        assertThat(cluster.server().list(Kind.LEASE, "shop", null)).isEmpty();
    }

    @Test
    void stoppedItLeavesNoLease() {
        AutoscaleService service = started();
        time.advance(Duration.ofMinutes(1));
        assertThat(cluster.server().list(Kind.LEASE, "shop", null)).hasSize(1);
        service.stop();
        time.advance(Duration.ofSeconds(5));
        assertThat(cluster.server().list(Kind.LEASE, "shop", null)).isEmpty();
    }

    @Test
    void anAppInAnUnknownClusterIsRefused() {
        AutoscaledApp app =
                new AutoscaledApp("shop", "cart", List.of("gd10"), ScalingRules.within(2, 30), List.of(CPU));
        assertThatThrownBy(() -> new AutoscaleService(
                        new AutoscaleConfig(Duration.ofSeconds(15), List.of(app)),
                        fleet.fleet(),
                        time,
                        n -> "x",
                        Queries.unanswered("there is none"),
                        log::add))
                .hasMessageContaining("gd10");
    }

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted = new Granted("autoscale.yaml").in(cluster.server(), "shop");
        AutoscaleService service = started();
        time.advance(Duration.ofMinutes(1));
        load(1500);
        time.advance(Duration.ofMinutes(1));
        assertThat(replicas()).as(log::toString).isEqualTo(15);
        service.stop();
        time.advance(Duration.ofSeconds(5));
        granted.assertAllOfItIsNeeded();
    }
}
