package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** When disruption budgets would have blocked the drain of a node. */
final class BudgetFindings {
    /** A drain asks again every few seconds: what is shorter hardly delays it. */
    private static final Duration SHORT = Duration.ofMinutes(1);
    /** {@code kubectl drain} asks again after so long: what is shorter does not delay it. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Trace trace;
    private final Map<String, List<Budget>> always = new LinkedHashMap<>();
    private final Map<String, List<Budget>> sometimes = new LinkedHashMap<>();

    private BudgetFindings(Trace trace) {
        this.trace = trace;
        for (Budget budget : trace.budgets()) {
            if (budget.blocks().stream().anyMatch(block -> block.lasted().compareTo(AGAIN) >= 0)) {
                Map<String, List<Budget>> where = atRest(budget) ? always : sometimes;
                where.computeIfAbsent(
                                budget.app() + " " + budget.name() + " " + budget.terms(), key -> new ArrayList<>())
                        .add(budget);
            }
        }
    }

    /** One finding for each budget, over all clusters that have it; one for apps without any. */
    static List<Finding> of(Trace trace) {
        BudgetFindings findings = new BudgetFindings(trace);
        List<Finding> all = new ArrayList<>();
        findings.always.values().forEach(budgets -> all.add(always(budgets)));
        findings.sometimes.values().forEach(budgets -> all.add(sometimes(budgets)));
        if (all.isEmpty() && !trace.budgets().isEmpty()) {
            all.add(new Finding(Weight.GOOD, "No disruption budget would have held up a node drain."));
        }
        findings.missing(all);
        return all;
    }

    /**
     * Whether it blocks even when all pods are there and serve and none is extra: then it is not the release that makes
     * it block.
     */
    private boolean atRest(Budget budget) {
        List<PodSample> samples = trace.samplesOf(budget.cluster(), budget.app());
        for (int i = 0; i < samples.size(); i++) {
            PodSample sample = samples.get(i);
            Duration until = i + 1 < samples.size() ? samples.get(i + 1).at() : trace.length();
            boolean rests = sample.pods() == sample.desired() && sample.ready() == sample.desired();
            if (rests && budget.blocks().stream().anyMatch(block -> overlap(block, sample.at(), until))) {
                return true;
            }
        }
        return false;
    }

    private static boolean overlap(Budget.Block block, Duration from, Duration until) {
        Duration begins = block.from().compareTo(from) > 0 ? block.from() : from;
        Duration ends = block.until().compareTo(until) < 0 ? block.until() : until;
        return ends.minus(begins).compareTo(AGAIN) > 0;
    }

    private static Finding always(List<Budget> budgets) {
        return new Finding(
                Weight.WARNING,
                named(budgets.get(0)) + " lets no pod of " + budgets.get(0).app()
                        + " go even when all of them serve, in "
                        + Lists.words(budgets.stream().map(Budget::cluster).toList())
                        + ": it would have blocked every node drain until somebody changes the budget.");
    }

    private static Finding sometimes(List<Budget> budgets) {
        boolean isShort =
                budgets.stream().allMatch(budget -> budget.longest().lasted().compareTo(SHORT) < 0);
        String where = Lists.words(budgets.stream()
                .map(budget -> budget.cluster() + " for " + Times.words(budget.blocked()) + longest(budget))
                .toList());
        return new Finding(
                isShort ? Weight.INFO : Weight.WARNING,
                named(budgets.get(0)) + " would have blocked a node drain in " + where
                        + ": while pods came up it let none of "
                        + budgets.get(0).app() + " go.");
    }

    private static String longest(Budget budget) {
        Budget.Block longest = budget.longest();
        return budget.blocks().size() == 1
                ? " from " + Times.clock(longest.from())
                : " in all (the longest " + Times.words(longest.lasted()) + ", from " + Times.clock(longest.from())
                        + ")";
    }

    private static String named(Budget budget) {
        return "PodDisruptionBudget " + budget.name() + " (" + budget.terms() + ")";
    }

    private void missing(List<Finding> all) {
        Map<String, Set<String>> without = new LinkedHashMap<>();
        for (String cluster : trace.clusters()) {
            for (String app : trace.appsIn(cluster)) {
                if (trace.budgets().stream()
                        .noneMatch(each ->
                                each.cluster().equals(cluster) && each.app().equals(app))) {
                    without.computeIfAbsent(app, key -> new TreeSet<>()).add(cluster);
                }
            }
        }
        without.forEach((app, clusters) -> all.add(new Finding(
                Weight.INFO,
                "No disruption budget covers " + app + " in " + Lists.words(List.copyOf(clusters))
                        + ": a node drain may take many of its pods at once.")));
    }
}
