package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RoundPlannerPropertiesTest {

    @Property(tries = 150)
    void drainsEveryNodeOnceWithinBudgetsRacksAndMaxParallel(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 30) int nodes,
            @ForAll @IntRange(min = 1, max = 4) int racks,
            @ForAll @IntRange(max = 12) int apps,
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @IntRange(min = 1, max = 8) int maxParallel) {
        RoundTask task = new DrawnTask(nodes, racks, apps, percent, maxParallel).draw(seed);
        RoundPlan plan = RoundPlanner.plan(task);
        List<String> drained = new ArrayList<>();
        plan.rounds().forEach(drained::addAll);
        assertThat(drained)
                .containsExactlyInAnyOrderElementsOf(
                        task.nodes().stream().map(RoundTask.Node::name).toList());
        assertThat(plan.rounds()).allMatch(round -> !round.isEmpty() && round.size() <= maxParallel);
        // a pod without room is counted no more, so more nodes fit than the bound knows
        assertThat(plan.bound() <= plan.rounds().size() || !plan.crowded().isEmpty())
                .isTrue();
        assertThat(RoundPlanner.plan(task)).isEqualTo(plan);
        firstRoundHolds(task, plan);
    }

    /** Only of the first round is it known where pods are: later ones begin where the planner seated them. */
    private static void firstRoundHolds(RoundTask task, RoundPlan plan) {
        Set<String> round = new HashSet<>(plan.rounds().get(0));
        Map<String, Map<String, Integer>> perBudget = new HashMap<>();
        Space leaving = Space.NONE;
        Space free = Space.NONE;
        Map<String, String> rackOf = new HashMap<>();
        for (RoundTask.Node each : task.nodes()) {
            rackOf.put(each.name(), each.rack());
            free = round.contains(each.name()) ? free : free.plus(each.capacity());
        }
        for (RoundTask.Tenant each : task.tenants()) {
            if (round.contains(each.node())) {
                leaving = leaving.plus(each.wants());
                perBudget
                        .computeIfAbsent(each.budgets().get(0), b -> new HashMap<>())
                        .merge(each.node(), 1, Integer::sum);
            } else {
                free = free.minus(each.wants());
            }
        }
        assertThat(free.holds(leaving) || !plan.crowded().isEmpty()).isTrue();
        Map<String, Integer> atOnce = new HashMap<>();
        task.allowances().forEach(each -> atOnce.put(each.id(), Math.max(1, each.atOnce())));
        perBudget.forEach((budget, perNode) -> {
            int sum = perNode.values().stream().mapToInt(n -> n).sum();
            assertThat(sum <= atOnce.get(budget) || perNode.size() == 1).isTrue();
            assertThat(perNode.keySet().stream().map(rackOf::get).distinct()).hasSizeLessThanOrEqualTo(1);
        });
    }
}
