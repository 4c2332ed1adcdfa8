package io.jenkins.plugins.greyrelease.disruption;

import static io.jenkins.plugins.greyrelease.disruption.BudgetTerms.maxUnavailable;
import static io.jenkins.plugins.greyrelease.disruption.Given.app;
import static io.jenkins.plugins.greyrelease.disruption.Given.budget;
import static io.jenkins.plugins.greyrelease.disruption.Given.deployment;
import static io.jenkins.plugins.greyrelease.disruption.Given.minAvailable;
import static io.jenkins.plugins.greyrelease.disruption.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.disruption.BudgetFinding.Flaw;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetReviewTest {
    private static final BudgetTerms HALF = maxUnavailable("50%");

    private final List<Deployment> deployments = new ArrayList<>();
    private final List<StatefulSet> statefulSets = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<PodDisruptionBudget> budgets = new ArrayList<>();

    private BudgetReview review() {
        return review(Optional.empty());
    }

    private BudgetReview review(Optional<String> app) {
        return BudgetReview.of(new BudgetSight(Given.NAMESPACE, deployments, statefulSets, pods, budgets), HALF, app);
    }

    private BudgetFinding only() {
        assertThat(review().findings()).hasSize(1);
        return review().findings().get(0);
    }

    /** As the cluster counts it when all pods serve, or so many of them. */
    private static PodDisruptionBudget counted(PodDisruptionBudget budget, int expected, int healthy) {
        int needed = new Budget(budget).terms().needed(expected);
        return new PodDisruptionBudgetBuilder(budget)
                .withNewStatus()
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withExpectedPods(expected)
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(needed)
                .withDisruptionsAllowed(Math.max(0, healthy - needed))
                .endStatus()
                .build();
    }

    private void cart(int replicas, BudgetTerms terms) {
        deployments.add(deployment("cart", replicas));
        budgets.add(counted(budget("cart", "cart", terms), replicas, replicas));
    }

    private static PodDisruptionBudget ours(PodDisruptionBudget budget) {
        return new PodDisruptionBudgetBuilder(budget)
                .editMetadata()
                .addToLabels(Budget.MANAGED_BY, Budget.OURS)
                .endMetadata()
                .build();
    }

    @Test
    void aBudgetThatLetsSomeGoIsFine() {
        cart(4, maxUnavailable("25%"));

        assertThat(review().findings()).isEmpty();
        assertThat(review().repairs()).isEmpty();
        assertThat(review().apps()).isEqualTo(1);
    }

    @Test
    void aDeploymentWithoutBudgetGetsOneWithItsOwnSelector() {
        deployments.add(deployment("cart", 4));

        assertThat(only().flaw()).isEqualTo(Flaw.MISSING);
        assertThat(only().problem()).contains("deployment/cart").contains("all of its pods at once");
        assertThat(review().repairs()).singleElement().isInstanceOfSatisfying(BudgetRepair.Create.class, create -> {
            PodDisruptionBudget made = create.budget();
            assertThat(made.getMetadata().getName()).isEqualTo("grey-release-cart");
            assertThat(made.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "grey-release");
            assertThat(made.getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("uid-cart"));
            assertThat(made.getSpec().getSelector()).isEqualTo(Selector.of(app("cart")));
            assertThat(new Budget(made).terms()).isEqualTo(HALF);
        });
        assertThat(review().left()).isEmpty();
    }

    @Test
    void aBudgetOfZeroAndAMinimumOfAllBlockEveryDrain() {
        cart(3, maxUnavailable("0"));
        deployments.add(deployment("web", 3));
        budgets.add(budget("web", "web", minAvailable("3")));
        deployments.add(deployment("mail", 5));
        budgets.add(budget("mail", "mail", minAvailable("81%")));

        assertThat(review().findings()).hasSize(3).allMatch(finding -> finding.flaw() == Flaw.BLOCKING);
        assertThat(review().findings().get(0).problem())
                .isEqualTo("PodDisruptionBudget/cart (maxUnavailable: 0) lets no pod of deployment/cart go, since it"
                        + " needs 3 of 3: no node that runs one can be drained");
        assertThat(review().findings().get(1).problem()).contains("mail").contains("needs 5 of 5");
        assertThat(review().repairs()).as("other people's budgets").isEmpty();
    }

    @Test
    void onePodWithAMinimumOfOneBlocksAndHalfOfOneDoesNot() {
        cart(1, minAvailable("1"));
        deployments.add(deployment("web", 1));
        budgets.add(counted(budget("web", "web", HALF), 1, 1));

        assertThat(only().flaw()).isEqualTo(Flaw.BLOCKING);
        assertThat(only().advice()).contains("at least 2 pods");
    }

    @Test
    void aBudgetWithoutTermsBlocks() {
        cart(3, new BudgetTerms(BudgetTerms.Measure.NONE, ""));

        assertThat(only().flaw()).isEqualTo(Flaw.BLOCKING);
        assertThat(only().advice()).contains("say what it allows");
    }

    @Test
    void anAppOfNoPodsBlocksNothing() {
        cart(0, maxUnavailable("0"));

        assertThat(review().findings()).isEmpty();
    }

    @Test
    void twoBudgetsOnAPodAreNamedTogether() {
        cart(3, HALF);
        budgets.add(counted(budget("also", "cart", HALF), 3, 3));

        assertThat(only().flaw()).isEqualTo(Flaw.BLOCKING);
        assertThat(only().budgets()).containsExactly("also", "cart");
        assertThat(only().problem()).contains("(500)");
        assertThat(review().repairs()).isEmpty();
    }

    @Test
    void oursGoesWhereSomebodyElsesCoversTheSamePods() {
        cart(3, HALF);
        budgets.add(ours(budget("grey-release-cart", "cart", HALF)));

        assertThat(review().repairs())
                .singleElement()
                .isInstanceOfSatisfying(BudgetRepair.Remove.class, remove -> assertThat(remove.name())
                        .isEqualTo("grey-release-cart"));
        assertThat(review().left()).isEmpty();
    }

    @Test
    void oursIsKeptAsItIsAskedFor() {
        deployments.add(deployment("cart", 3));
        budgets.add(ours(budget("grey-release-cart", "cart", maxUnavailable("0"))));

        assertThat(review().repairs()).singleElement().isInstanceOfSatisfying(BudgetRepair.Change.class, change -> {
            assertThat(new Budget(change.budget()).terms()).isEqualTo(HALF);
            assertThat(change.budget().getMetadata().getResourceVersion()).isEqualTo("7");
        });
        assertThat(only().flaw()).isEqualTo(Flaw.BLOCKING);
        assertThat(review().left()).isEmpty();
    }

    @Test
    void whatIsAsItIsAskedForIsNotWrittenAgain() {
        deployments.add(deployment("cart", 4));
        PodDisruptionBudget made = ((BudgetRepair.Create) review().repairs().get(0)).budget();
        budgets.add(made);

        assertThat(review().repairs()).isEmpty();
    }

    @Test
    void oursWithoutItsDeploymentIsRemoved() {
        budgets.add(ours(budget("grey-release-gone", "gone", HALF)));

        assertThat(review().repairs()).singleElement().isInstanceOf(BudgetRepair.Remove.class);
        assertThat(review(Optional.of("cart")).repairs()).isEmpty();
    }

    @Test
    void aNameThatSomebodyElseHasIsLeftAlone() {
        deployments.add(deployment("cart", 4));
        budgets.add(budget("grey-release-cart", "other", HALF));

        assertThat(review().repairs()).isEmpty();
        assertThat(review().left()).extracting(BudgetFinding::flaw).containsExactly(Flaw.MISSING, Flaw.DOUBTFUL);
    }

    @Test
    void selectorsThatMatchNothingOrTooMuchAreDoubtful() {
        cart(4, HALF);
        budgets.add(budget("nobody", "nobody", HALF));
        budgets.add(budget("absent", (LabelSelector) null, HALF));

        assertThat(review().findings())
                .extracting(BudgetFinding::problem)
                .satisfiesExactly(
                        absent -> assertThat(absent).contains("absent").contains("has no selector"),
                        nobody -> assertThat(nobody).contains("nobody").contains("covers nothing"));

        budgets.clear();
        deployments.add(deployment("web", 4));
        budgets.add(counted(budget("all", new LabelSelector(), HALF), 8, 8));

        assertThat(only().flaw()).isEqualTo(Flaw.DOUBTFUL);
        assertThat(only().apps()).containsExactly("deployment/cart", "deployment/web");
        assertThat(only().problem()).contains("every pod of the namespace");
    }

    @Test
    void theCanaryOfAReleaseCountsWithItsApp() {
        Deployment stable = labelled(deployment("cart", 3), "stable");
        Deployment canary = labelled(deployment("cart", 1), "canary");
        deployments.add(stable);
        deployments.add(new DeploymentBuilder(canary)
                .editMetadata()
                .withName("cart-r1")
                .endMetadata()
                .build());
        budgets.add(counted(budget("cart", "cart", minAvailable("3")), 4, 4));

        assertThat(review().apps()).isEqualTo(1);
        assertThat(review().findings()).isEmpty();
        assertThat(review().repairs()).isEmpty();
    }

    private static Deployment labelled(Deployment deployment, String track) {
        return new DeploymentBuilder(deployment)
                .editMetadata()
                .withLabels(Map.of("grey-release/release", "r1", "grey-release/track", track))
                .endMetadata()
                .build();
    }

    @Test
    void podsThatTheBudgetDoesNotReachAreReported() {
        deployments.add(deployment("cart", 2));
        budgets.add(counted(budget("blue", Selector.of(Map.of("app", "cart", "slot", "blue")), HALF), 2, 2));
        pods.add(pod("cart-1", Map.of("app", "cart", "slot", "blue")));
        pods.add(pod("cart-2", app("cart")));

        assertThat(review().findings().get(0).flaw()).isEqualTo(Flaw.MISSING);
        assertThat(review().findings().get(0).problem()).contains("covers 1 of the 2 pods of deployment/cart");
        assertThat(review().repairs()).as("a second budget on some of its pods").isEmpty();
    }

    @Test
    void aStatefulSetIsOnlyReported() {
        statefulSets.add(new StatefulSetBuilder()
                .withMetadata(deployment("db", 3).getMetadata())
                .withNewSpec()
                .withReplicas(3)
                .withSelector(Selector.of(app("db")))
                .withTemplate(deployment("db", 3).getSpec().getTemplate())
                .endSpec()
                .build());

        assertThat(only().flaw()).isEqualTo(Flaw.DOUBTFUL);
        assertThat(only().apps()).containsExactly("statefulset/db");
        assertThat(review().repairs()).isEmpty();
    }

    @Test
    void aBudgetThatIsNotCountedOrLetsNoneGoRightNowIsDoubtful() {
        deployments.add(deployment("cart", 4));
        budgets.add(budget("cart", "cart", HALF));
        assertThat(only().problem()).contains("has not been counted");

        budgets.clear();
        budgets.add(counted(budget("cart", "cart", HALF), 4, 1));
        assertThat(only().flaw()).isEqualTo(Flaw.DOUBTFUL);
        assertThat(only().problem()).contains("needs 2 healthy pods and has 1 of 4");
        assertThat(only().advice()).contains("AlwaysAllow");
    }

    @Test
    void aBudgetThatCannotBeCountedBlocks() {
        deployments.add(deployment("cart", 4));
        budgets.add(new PodDisruptionBudgetBuilder(budget("cart", "cart", HALF))
                .withNewStatus()
                .addToConditions(new ConditionBuilder()
                        .withType("DisruptionAllowed")
                        .withStatus("False")
                        .withReason("SyncFailed")
                        .withMessage("found no controllers for pod \"x\"")
                        .build())
                .endStatus()
                .build());

        assertThat(only().flaw()).isEqualTo(Flaw.BLOCKING);
        assertThat(only().problem()).contains("found no controllers for pod \"x\"");
    }

    @Test
    void podsWithoutAControllerSpoilAShare() {
        cart(4, HALF);
        pods.add(pod("cart-1", app("cart")));
        pods.add(Given.bare("by-hand", app("cart")));

        assertThat(only().problem()).contains("without a controller (by-hand)");
    }

    @Test
    void oneAppAloneIsLookedAtIfItIsNamed() {
        deployments.add(deployment("cart", 4));
        deployments.add(deployment("web", 4));
        budgets.add(budget("nobody", "nobody", HALF));

        BudgetReview review = review(Optional.of("web"));

        assertThat(review.apps()).isEqualTo(1);
        assertThat(review.findings()).singleElement().satisfies(f -> assertThat(f.apps())
                .containsExactly("deployment/web"));
        assertThat(review.repairs()).extracting(BudgetRepair::name).containsExactly("grey-release-web");
    }
}
