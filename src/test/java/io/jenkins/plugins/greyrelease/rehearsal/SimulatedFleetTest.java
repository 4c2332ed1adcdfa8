package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedFleetTest {
    private static final MadeUpApp CART = new MadeUpApp("shop", "cart", "cart", "registry/shop/cart:before");

    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet = new SimulatedFleet(
            List.of(ClusterSpec.simulated("a"), ClusterSpec.simulated("b")), time, new SplittableRandom(1));

    private void settle() {
        fleet.clusters().forEach(cluster -> CART.createIn(cluster.server()));
        assertThat(fleet.settle(time, Duration.ofMinutes(5))).isTrue();
    }

    @Test
    void aMadeUpAppComesUpWithTenServingPodsInEveryCluster() {
        settle();
        assertThat(fleet.fleet().names()).containsExactly("a", "b");
        for (SimulatedCluster cluster : fleet.clusters()) {
            AppWatch watch =
                    AppWatch.of(cluster.server(), "shop", "cart", "cart").orElseThrow();
            assertThat(watch.sample(Duration.ZERO))
                    .contains(new PodSample(Duration.ZERO, cluster.name(), "cart", 10, 0, 10, 0, 10));
            assertThat(watch.sample(Duration.ZERO)).isEmpty();
            assertThat(watch.images()).isEqualTo("registry/shop/cart:before");
        }
    }

    @Test
    void aNewTemplateIsCountedAsNewWhileItRolls() {
        settle();
        SimulatedCluster cluster = fleet.cluster("a");
        AppWatch watch = AppWatch.of(cluster.server(), "shop", "cart", "cart").orElseThrow();
        List<PodSample> samples = new ArrayList<>();
        time.afterEach(() -> watch.sample(time.elapsed()).ifPresent(samples::add));
        CART.moveTo(cluster.server(), "registry/shop/cart:2.0");
        assertThat(cluster.settled()).isFalse();
        assertThat(fleet.settle(time, Duration.ofMinutes(5))).isTrue();
        time.advance(Duration.ofMinutes(1));
        assertThat(samples).anyMatch(sample -> sample.oldReady() > 0 && sample.newReady() > 0);
        PodSample last = samples.get(samples.size() - 1);
        assertThat(last.sameNumbersAs(new PodSample(last.at(), "a", "cart", 0, 10, 0, 10, 10)))
                .isTrue();
    }

    @Test
    void theNumberWantedFollowsTheOwner() {
        settle();
        SimulatedCluster cluster = fleet.cluster("a");
        AppWatch watch = AppWatch.of(cluster.server(), "shop", "cart", "cart").orElseThrow();
        cluster.server().scale(SimulatedCluster.OWNER, Kind.DEPLOYMENT, "shop", "cart", 12);
        assertThat(watch.sample(time.elapsed()).orElseThrow().desired()).isEqualTo(12);
    }

    @Test
    void anAppThatIsNotThereIsNotWatched() {
        assertThat(AppWatch.of(fleet.cluster("a").server(), "shop", "cart", "cart"))
                .isEmpty();
    }

    @Test
    void theImageBeforeKeepsTheRepository() {
        assertThat(MadeUpApp.imageBefore("registry:5000/shop/cart:2.0")).isEqualTo("registry:5000/shop/cart:before");
        assertThat(MadeUpApp.imageBefore("registry:5000/shop/cart")).isEqualTo("registry:5000/shop/cart:before");
        assertThat(MadeUpApp.imageBefore("cart@sha256:0f")).isEqualTo("cart:before");
    }

    @Test
    void identifiersComeFromTheSeed() {
        SeededIds ids = new SeededIds(new SplittableRandom(3));
        assertThat(ids.next(5)).matches("[a-z][a-z0-9]{4}").isNotEqualTo(ids.next(5));
        assertThat(new SeededIds(new SplittableRandom(3)).next(5))
                .isEqualTo(new SeededIds(new SplittableRandom(3)).next(5));
    }
}
