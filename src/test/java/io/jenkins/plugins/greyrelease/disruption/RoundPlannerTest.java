package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.disruption.RoundTask.Allowance;
import io.jenkins.plugins.greyrelease.disruption.RoundTask.Node;
import io.jenkins.plugins.greyrelease.disruption.RoundTask.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundPlannerTest {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Tenant> tenants = new ArrayList<>();
    private final List<Allowance> allowances = new ArrayList<>();

    private RoundPlannerTest node(String name, String rack, int pods) {
        nodes.add(new Node(name, rack, new Space(1000L * pods, 1000L * pods, pods), true, true));
        return this;
    }

    private RoundPlannerTest spare(String name, String rack, int pods) {
        nodes.add(new Node(name, rack, new Space(1000L * pods, 1000L * pods, pods), false, true));
        return this;
    }

    private RoundPlannerTest app(String name, int atOnce, String... on) {
        allowances.add(new Allowance(name, atOnce));
        for (String node : on) {
            pod(name, node, Optional.empty(), false, "");
        }
        return this;
    }

    private void pod(String app, String node, Optional<Set<String>> allowed, boolean inRack, String apart) {
        tenants.add(new Tenant(
                app + "-" + tenants.size(), node, new Space(1000, 1000, 1), List.of(app), allowed, inRack, apart));
    }

    private RoundPlan plan(int maxParallel) {
        return RoundPlanner.plan(new RoundTask(nodes, tenants, allowances, maxParallel));
    }

    @Test
    void drainsAsManyNodesAtOnceAsTheBudgetLetsPodsGo() {
        for (String each : List.of("n1", "n2", "n3", "n4")) {
            node(each, "", 4);
        }
        spare("n5", "", 4);
        app("cart", 1, "n1", "n2", "n3", "n4");
        assertThat(plan(2).rounds()).hasSize(4);
        allowances.set(0, new Allowance("cart", 2));
        assertThat(plan(2).rounds()).hasSize(2).allMatch(round -> round.size() == 2);
        assertThat(plan(2).bound()).isEqualTo(2);
    }

    @Test
    void drainsRacksThatShareAnAppOneAfterAnotherAndOthersBesideThem() {
        node("n1", "a", 2)
                .node("n2", "b", 3)
                .node("n3", "c", 2)
                .node("n4", "d", 2)
                .spare("n9", "e", 9);
        app("cart", 9, "n1", "n2").app("mail", 9, "n2", "n3").app("batch", 9, "n4");
        RoundPlan plan = plan(2);
        assertThat(plan.rounds()).hasSize(3);
        assertThat(plan.rounds().get(0)).containsExactlyInAnyOrder("n1", "n4");
        assertThat(plan.bound()).isEqualTo(3);
    }

    @Test
    void boundAddsUpTheRacksOfAGroup() {
        List<String> a = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            node("a" + i, "a", 2).node("b" + i, "b", 2);
            a.add("a" + i % 8);
        }
        spare("spare", "c", 100);
        app("cart", 2, a.subList(0, 8).toArray(String[]::new));
        pod("cart", "b0", Optional.empty(), false, "");
        pod("cart", "b1", Optional.empty(), false, "");
        RoundPlan plan = plan(4);
        assertThat(plan.bound()).isEqualTo(7);
        assertThat(plan.rounds()).hasSize(7);
    }

    @Test
    void aNodeWithMorePodsThanMayGoIsDrainedWithoutOthersOfThatBudget() {
        node("n1", "", 9).node("n2", "", 9).node("n3", "", 9).spare("n9", "", 20);
        app("cart", 2, "n1", "n1", "n1", "n2").app("mail", 1, "n3");
        assertThat(plan(3).rounds()).containsExactlyInAnyOrder(List.of("n1", "n3"), List.of("n2"));
        assertThat(plan(3).bound()).isEqualTo(2);
    }

    @Test
    void takesOnlyNodesWhosePodsFindRoomOnThoseLeft() {
        node("n1", "", 2).node("n2", "", 2).node("n3", "", 2);
        app("cart", 9, "n1", "n1", "n2", "n2");
        RoundPlan plan = plan(3);
        assertThat(plan.rounds()).hasSize(3).allMatch(round -> round.size() == 1);
        assertThat(plan.crowded()).isEmpty();
        assertThat(plan.bound()).isEqualTo(3);
    }

    @Test
    void namesAPodThatFindsNoRoomEvenIfItsNodeIsDrainedAlone() {
        node("n1", "", 2).spare("n2", "", 1);
        app("cart", 9, "n1", "n1");
        assertThat(plan(1).crowded()).containsEntry("n1", "cart-1");
    }

    @Test
    void aPodThatMustStayInItsRackOrOffItsSiblingsFindsRoomThereOnly() {
        node("n1", "a", 2).spare("n2", "b", 4).spare("n3", "a", 1);
        allowances.add(new Allowance("cart", 9));
        pod("cart", "n1", Optional.empty(), true, "");
        pod("cart", "n1", Optional.empty(), true, "");
        assertThat(plan(1).crowded()).containsEntry("n1", "cart-1");
        tenants.set(1, new Tenant("x", "n2", new Space(1000, 1000, 1), List.of("cart"), Optional.empty(), false, "c"));
        tenants.set(
                0,
                new Tenant(
                        "y", "n1", new Space(1000, 1000, 1), List.of("cart"), Optional.of(Set.of("n2")), false, "c"));
        assertThat(plan(1).crowded()).containsEntry("n1", "y");
        tenants.remove(1);
        assertThat(plan(1).crowded()).isEmpty();
    }

    @Test
    void nothingToDrainIsNoRound() {
        spare("n1", "", 1);
        assertThat(plan(1).rounds()).isEmpty();
        assertThat(plan(1).ratio()).isEqualTo(1);
    }

    @Test
    void refusesAPodOfABudgetOfWhichNothingIsSaid() {
        node("n1", "", 1);
        pod("cart", "n1", Optional.empty(), false, "");
        assertThatThrownBy(() -> plan(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cart");
    }

    @Test
    void needsAtMostASeventhMoreRoundsThanTheBoundForAThousandNodes() {
        for (int maxParallel : List.of(20, 1000)) {
            RoundPlan plan = RoundPlanner.plan(new DrawnTask(1000, 3, 500, 50, maxParallel).draw(1));
            assertThat(plan.crowded()).isEmpty();
            assertThat(plan.ratio()).isLessThanOrEqualTo(1.15);
        }
    }
}
