package io.jenkins.plugins.greyrelease.disruption;

import static io.jenkins.plugins.greyrelease.disruption.BudgetTerms.maxUnavailable;
import static io.jenkins.plugins.greyrelease.disruption.Given.app;
import static io.jenkins.plugins.greyrelease.disruption.Given.budget;
import static io.jenkins.plugins.greyrelease.disruption.Given.deployment;
import static io.jenkins.plugins.greyrelease.disruption.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final LabelSelector EVERYTHING = new LabelSelector();
    private static final BudgetTerms ONE = maxUnavailable("1");

    private static List<String> names(List<Budget> budgets) {
        return budgets.stream().map(Budget::name).toList();
    }

    @Test
    void findsTheBudgetsOverAPodAndOverADeployment() {
        LabelSelector shops = new LabelSelectorBuilder()
                .addToMatchExpressions(new LabelSelectorRequirement("app", "In", List.of("cart", "web")))
                .build();
        Budgets budgets = Budgets.of(
                List.of(budget("web", "web", ONE), budget("shops", shops, ONE), budget("cart", "cart", ONE)));

        assertThat(names(budgets.over(pod("cart-1", app("cart"))))).containsExactly("cart", "shops");
        assertThat(names(budgets.over(deployment("web", 3)))).containsExactly("shops", "web");
        assertThat(budgets.over(deployment("mail", 3))).isEmpty();
    }

    @Test
    void anEmptySelectorCoversEveryPodAndAnAbsentOneNone() {
        Budgets budgets =
                Budgets.of(List.of(budget("all", EVERYTHING, ONE), budget("none", (LabelSelector) null, ONE)));

        assertThat(names(budgets.over(pod("bare", null)))).containsExactly("all");
        assertThat(budgets.all().get(0).coversEverything()).isTrue();
        assertThat(budgets.all().get(1).coversEverything()).isFalse();
    }

    @Test
    void anEmptyAndAnAbsentSelectorStayDifferentOnTheirWayThroughJson() {
        String text = "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget','metadata':{'name':'x'},'spec':{%s}}";
        Budget empty = new Budget(read(text.formatted("'selector':{}")));
        Budget absent = new Budget(read(text.formatted("")));

        assertThat(empty.covers(Map.of())).isTrue();
        assertThat(absent.covers(Map.of())).isFalse();
        assertThat(new Budget(read(Serialization.asJson(empty.object()))).covers(Map.of()))
                .isTrue();
    }

    private static PodDisruptionBudget read(String text) {
        return Serialization.unmarshal(text.replace('\'', '"'), PodDisruptionBudget.class);
    }

    @Test
    void aBudgetCoversPodsOfItsOwnNamespaceOnly() {
        Budgets budgets = Budgets.of(List.of(budget("all", EVERYTHING, ONE)));

        assertThat(budgets.over("web", app("cart"))).isEmpty();
    }

    @Test
    void aSelectorThatCannotBeReadCoversNothing() {
        LabelSelector wrong = new LabelSelectorBuilder()
                .addToMatchExpressions(new LabelSelectorRequirement("app", "Like", List.of("cart")))
                .build();

        assertThat(Budgets.of(List.of(budget("odd", wrong, ONE))).over(deployment("cart", 1)))
                .isEmpty();
    }

    @Test
    void aStatusOlderThanTheBudgetSaysNothing() {
        PodDisruptionBudget counted = new PodDisruptionBudgetBuilder(budget("cart", "cart", ONE))
                .withNewStatus()
                .withObservedGeneration(1L)
                .withExpectedPods(3)
                .withCurrentHealthy(3)
                .withDesiredHealthy(2)
                .withDisruptionsAllowed(1)
                .endStatus()
                .build();
        PodDisruptionBudget edited = new PodDisruptionBudgetBuilder(counted)
                .editMetadata()
                .withGeneration(2L)
                .endMetadata()
                .build();

        assertThat(new Budget(counted).standing()).contains(new Budget.Standing(3, 3, 2, 1));
        assertThat(new Budget(edited).standing()).isEmpty();
        assertThat(new Budget(budget("cart", "cart", ONE)).standing()).isEmpty();
    }
}
