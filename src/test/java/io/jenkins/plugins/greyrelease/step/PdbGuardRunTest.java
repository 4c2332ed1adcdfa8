package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.disruption.BudgetFinding.Flaw;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.Simulation;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code pdbGuard} on simulated clusters, each with ten pods of {@code cart} and a budget of 25 % over them. */
class PdbGuardRunTest {
    private final VirtualTime time = new VirtualTime();
    private final Simulation simulation = new Simulation(
            FleetSpec.simulated(List.of("a", "b")),
            new Manifests(List.of(), List.of(), List.of()),
            List.of("shop/cart"),
            time,
            1);
    private final FakeHost host = new FakeHost(simulation.fleet().fleet(), time);

    private ApiServer server(String cluster) {
        return simulation.fleet().cluster(cluster).server();
    }

    private void withoutBudget(String cluster) {
        server(cluster).delete("kubectl", Kind.PDB, "shop", "cart", DeleteOptions.BACKGROUND);
        time.advance(Duration.ofSeconds(5));
    }

    private List<PodDisruptionBudget> budgets(String cluster) {
        return server(cluster).list(Kind.PDB, "shop", null);
    }

    private ErrandWork work(Map<String, Object> given) {
        return new ErrandWork(PdbGuardArgs.from(given), host, ErrandWork.Rules.NONE);
    }

    private StepOutcome done(Map<String, Object> given) {
        var outcome = work(given).start();
        time.advance(Duration.ofMinutes(2));
        return outcome.join();
    }

    private static Map<String, Object> fix() {
        return Map.of("namespace", "shop", "fix", true);
    }

    @Test
    void saysThatAllIsWell() {
        StepOutcome outcome = done(Map.of("namespace", "shop"));

        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(outcome.result()).containsEntry("ok", true).containsEntry("namespace", "shop");
        assertThat(host.log).contains("[a] 1 Deployment looked at in namespace shop, nothing found");
    }

    @Test
    void failsOnAMissingBudgetAndChangesNothingUnlessItIsAsked() {
        withoutBudget("b");

        StepOutcome outcome = done(Map.of("namespace", "shop", "app", "cart"));

        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).startsWith("cluster b: no budget covers deployment/cart");
        assertThat(outcome.result()).containsEntry("ok", false);
        assertThat(budgets("b")).isEmpty();
        assertThat(done(Map.of("namespace", "shop", "failOn", "blocking")).status())
                .isEqualTo(Status.SUCCESS);
    }

    @Test
    void makesWhatIsMissingAndNothingTwice() {
        withoutBudget("a");
        withoutBudget("b");

        StepOutcome outcome = done(fix());

        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(budgets("a")).singleElement().satisfies(made -> {
            assertThat(made.getSpec().getUnhealthyPodEvictionPolicy()).isEqualTo("AlwaysAllow");
            assertThat(made.getStatus().getDisruptionsAllowed()).isEqualTo(5);
        });
        assertThat(host.log)
                .contains("[b] PodDisruptionBudget/grey-release-cart made for deployment/cart (maxUnavailable: 50%)");
        String version = budgets("b").get(0).getMetadata().getResourceVersion();
        assertThat(done(fix()).result()).containsEntry("ok", true);
        assertThat(budgets("b").get(0).getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void changesNothingAnywhereIfOneClusterForbidsIt() {
        withoutBudget("a");
        withoutBudget("b");
        server("b").rbac().deny(SimCluster.WHO, new Rbac.Rule("create", "poddisruptionbudgets", "shop"));

        StepOutcome outcome = done(fix());

        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.message()).startsWith("cluster b: create ").endsWith("nothing was changed");
        assertThat(budgets("a")).isEmpty();
    }

    @Test
    void leavesWhatSomebodyElseMadeAndSaysWhatToChange() {
        PodDisruptionBudget zero = new PodDisruptionBudgetBuilder(budgets("a").get(0))
                .editSpec()
                .withMaxUnavailable(new IntOrString(0))
                .endSpec()
                .build();
        server("a").update("kubectl", Kind.PDB, zero);

        StepOutcome outcome = done(fix());

        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message())
                .startsWith("cluster a: PodDisruptionBudget/cart (maxUnavailable: 0) lets no pod")
                .endsWith("let at least one go, such as maxUnavailable: 50%");
        assertThat(budgets("a"))
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("cart");
    }

    @Test
    void removesItsOwnOnceTheOwnerHasOne() {
        withoutBudget("a");
        done(fix());
        PodDisruptionBudget owners = new PodDisruptionBudgetBuilder(budgets("a").get(0))
                .withNewMetadata()
                .withName("cart")
                .withNamespace("shop")
                .endMetadata()
                .build();
        server("a").create("kubectl", Kind.PDB, owners);
        assertThat(done(Map.of("namespace", "shop")).message()).contains("several budgets (cart, grey-release-cart)");

        assertThat(done(fix()).status()).isEqualTo(Status.SUCCESS);
        assertThat(budgets("a"))
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("cart");
    }

    @Test
    void whatItMadeGoesWithItsDeployment() {
        withoutBudget("a");
        done(fix());

        server("a").delete("kubectl", Kind.DEPLOYMENT, "shop", "cart", DeleteOptions.BACKGROUND);
        time.advance(Duration.ofMinutes(2));

        assertThat(budgets("a")).isEmpty();
    }

    @Test
    void looksAgainWhenAnotherRunMadeItMeanwhile() {
        withoutBudget("a");
        boolean[] made = {false};
        server("a").webhook((who, before, after) -> {
            if (after instanceof PodDisruptionBudget budget && !made[0]) {
                made[0] = true;
                time.execute(() -> server("a").create("another", Kind.PDB, budget));
            }
            return after;
        });

        StepOutcome outcome = done(fix());

        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(host.log).anyMatch(line -> line.startsWith("[a] looks again: cluster a: create "));
        assertThat(budgets("a")).hasSize(1);
    }

    @Test
    void stopsBetweenTwoChanges() {
        withoutBudget("a");
        withoutBudget("b");
        ErrandWork work = work(fix());
        var outcome = work.start();
        time.runUntil(() -> !budgets("a").isEmpty(), time.elapsed().plus(Duration.ofMinutes(1)));
        assertThat(work.status()).isEqualTo("changes budgets in a");

        work.stop("ada");
        time.advance(Duration.ofSeconds(10));

        assertThat(outcome.join().status()).isEqualTo(Status.ABORTED);
        assertThat(outcome.join().message()).startsWith("stopped by ada; 1 change was made");
        assertThat(budgets("b")).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamedAndNothingIsChanged() {
        withoutBudget("a");
        simulation.fleet().cluster("b").port().down();

        StepOutcome outcome = done(fix());

        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("cluster b: list ").endsWith("nothing was changed");
        assertThat(budgets("a")).isEmpty();
    }

    @Test
    void refusesBadArgumentsTogether() {
        assertThatThrownBy(() -> PdbGuardArgs.from(
                        Map.of("maxUnavailable", "0%", "failOn", List.of("none", "missin"), "fix", "perhaps")))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("maxUnavailable: '0%': must be more than 0")
                .hasMessageContaining("'missin' is none of missing, blocking, doubtful, none")
                .hasMessageContaining("fix: 'perhaps': must be true or false");
        assertThat(PdbGuardArgs.from(Map.of("failOn", "none")).failOn()).isEmpty();
        assertThat(PdbGuardArgs.from(Map.of()).failOn()).containsExactlyInAnyOrder(Flaw.MISSING, Flaw.BLOCKING);
    }

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted = new Granted("pdb-guard.yaml").in(server("a"), "shop").in(server("b"), "shop");
        PodDisruptionBudget owners = budgets("a").get(0);
        withoutBudget("a");
        assertThat(done(Map.of("namespace", "shop", "app", "cart", "fix", true)).status())
                .as("made")
                .isEqualTo(Status.SUCCESS);
        assertThat(done(Map.of("namespace", "shop", "fix", true, "maxUnavailable", "30%"))
                        .status())
                .as("changed")
                .isEqualTo(Status.SUCCESS);
        server("a")
                .create(
                        "kubectl",
                        Kind.PDB,
                        new PodDisruptionBudgetBuilder(owners)
                                .withNewMetadata()
                                .withName("cart")
                                .withNamespace("shop")
                                .endMetadata()
                                .build());
        assertThat(done(fix()).status()).as("taken away").isEqualTo(Status.SUCCESS);
        granted.assertAllOfItIsNeeded();
    }
}
