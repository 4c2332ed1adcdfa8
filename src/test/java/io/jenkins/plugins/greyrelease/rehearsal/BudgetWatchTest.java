package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Budget;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BudgetWatchTest {
    private static final MadeUpApp CART = new MadeUpApp("shop", "cart", "cart", "registry/shop/cart:before");

    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet =
            new SimulatedFleet(List.of(ClusterSpec.simulated("a")), time, new SplittableRandom(1));
    private final ApiServer server = fleet.cluster("a").server();
    private Duration began;

    @BeforeEach
    void tenPodsWithABudgetOfAQuarter() {
        CART.createIn(server);
        assertThat(fleet.settle(time, Duration.ofMinutes(5))).isTrue();
        time.advance(Duration.ofMinutes(1));
        began = time.elapsed();
    }

    private BudgetWatch watch() {
        Deployment app = server.get(Kind.DEPLOYMENT, "shop", "cart");
        return new BudgetWatch(server, app, "cart", () -> time.elapsed().minus(began));
    }

    private PodDisruptionBudgetBuilder budget() {
        return new PodDisruptionBudgetBuilder(server.get(Kind.PDB, "shop", "cart"));
    }

    private void allow(int maxUnavailable) {
        PodDisruptionBudget changed = budget().editSpec()
                .withMaxUnavailable(new IntOrString(maxUnavailable))
                .endSpec()
                .build();
        server.update(SimulatedCluster.OWNER, Kind.PDB, changed);
    }

    @Test
    void aBudgetThatAlwaysLetsAPodGoHasNoBlocks() {
        BudgetWatch watch = watch();
        time.advance(Duration.ofMinutes(10));
        assertThat(watch.budgets()).containsExactly(new Budget("a", "cart", "cart", "maxUnavailable: 25%", List.of()));
    }

    @Test
    void aBudgetThatNeverDoesIsOneBlockFromBeginToEnd() {
        allow(0);
        time.advance(Duration.ofMinutes(1));
        began = time.elapsed();
        BudgetWatch watch = watch();
        time.advance(Duration.ofMinutes(10));
        assertThat(watch.budgets())
                .containsExactly(new Budget(
                        "a",
                        "cart",
                        "cart",
                        "maxUnavailable: 0",
                        List.of(new Budget.Block(Duration.ZERO, Duration.ofMinutes(10)))));
    }

    @Test
    void podsThatComeUpTakeFromTheBudgetUntilTheyServe() {
        allow(1);
        time.advance(Duration.ofMinutes(1));
        began = time.elapsed();
        BudgetWatch watch = watch();
        CART.moveTo(server, "registry/shop/cart:2.0");
        assertThat(fleet.settle(time, Duration.ofMinutes(5))).isTrue();
        time.advance(Duration.ofMinutes(5));
        Budget budget = watch.budgets().get(0);
        assertThat(budget.blocks()).isNotEmpty().allSatisfy(block -> {
            assertThat(block.from()).isBetween(Duration.ZERO, Duration.ofMinutes(3));
            assertThat(block.lasted()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(2));
        });
    }

    @Test
    void ofTwoBudgetsOverThePodsKubernetesEvictsNoneUntilOneGoes() {
        server.create(
                SimulatedCluster.OWNER,
                Kind.PDB,
                budget().editMetadata()
                        .withName("second")
                        .withResourceVersion(null)
                        .withUid(null)
                        .endMetadata()
                        .withStatus(null)
                        .build());
        BudgetWatch watch = watch();
        time.advance(Duration.ofMinutes(2));
        server.delete(SimulatedCluster.OWNER, Kind.PDB, "shop", "second", DeleteOptions.BACKGROUND);
        time.advance(Duration.ofMinutes(2));
        assertThat(watch.budgets())
                .filteredOn(each -> each.name().equals("cart, second"))
                .flatExtracting(Budget::blocks)
                .containsExactly(new Budget.Block(Duration.ZERO, Duration.ofMinutes(2)));
        assertThat(watch.budgets())
                .filteredOn(each -> each.name().equals("cart"))
                .flatExtracting(Budget::blocks)
                .isEmpty();
    }

    @Test
    void aBudgetOverOtherPodsIsNotTheApps() {
        PodDisruptionBudget others = budget().editSpec()
                .withNewSelector()
                .addToMatchLabels("app", "other")
                .endSelector()
                .endSpec()
                .build();
        server.update(SimulatedCluster.OWNER, Kind.PDB, others);
        BudgetWatch watch = watch();
        time.advance(Duration.ofMinutes(1));
        assertThat(watch.budgets()).isEmpty();
    }
}
