package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.disruption.BudgetFinding.Flaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what is wrong with budgets. Does not look at autoscalers: what a budget lets go of the least replicas. */
final class BudgetRules {
    private final Budgets budgets;
    private final List<GuardedApp> apps;
    private final List<Pod> pods;
    private final Optional<String> only;
    private final List<BudgetFinding> findings = new ArrayList<>();

    private BudgetRules(BudgetSight sight, Optional<String> only) {
        this.budgets = Budgets.of(sight.budgets());
        this.apps = GuardedApp.of(sight.deployments(), sight.statefulSets());
        this.pods = sight.pods().stream().filter(BudgetRules::lives).toList();
        this.only = only;
    }

    /** What was found, the weightiest first. */
    static List<BudgetFinding> findings(BudgetSight sight, Optional<String> only) {
        BudgetRules rules = new BudgetRules(sight, only);
        rules.apps.stream().filter(rules::isMeant).forEach(rules::app);
        rules.budgets.all().stream().filter(rules::isMeant).forEach(rules::budget);
        rules.findings.sort(Comparator.comparing(
                finding -> finding.flaw() == Flaw.BLOCKING ? 0 : finding.flaw() == Flaw.MISSING ? 1 : 2));
        return rules.findings;
    }

    private static boolean lives(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return pod.getMetadata().getDeletionTimestamp() == null
                && !"Succeeded".equals(phase)
                && !"Failed".equals(phase);
    }

    private boolean isMeant(GuardedApp app) {
        return only.isEmpty() || app.isDeployment() && app.name().equals(only.get());
    }

    private boolean isMeant(Budget budget) {
        return only.isEmpty()
                || apps.stream()
                        .filter(this::isMeant)
                        .anyMatch(app -> budget.covers(app.labels())
                                || pods.stream()
                                        .anyMatch(pod -> app.has(pod)
                                                && budget.covers(
                                                        pod.getMetadata().getLabels())));
    }

    private void app(GuardedApp app) {
        List<Pod> own = pods.stream().filter(app::has).toList();
        List<Budget> covering = budgets.over(app.object().getMetadata().getNamespace(), app.labels());
        Set<String> several = several(own, covering);
        long uncovered = own.stream().filter(pod -> budgets.over(pod).isEmpty()).count();
        if (!several.isEmpty()) {
            found(
                    Flaw.BLOCKING,
                    List.of(app.title()),
                    List.copyOf(several),
                    "several budgets (" + String.join(", ", several) + ") cover the same pods of " + app.title()
                            + ": Kubernetes then evicts none of them and answers with an error (500)",
                    "keep one of them");
        } else if (covering.isEmpty()) {
            missing(app, own.size(), own.size() - uncovered);
        } else if (uncovered > 0) {
            found(
                    Flaw.DOUBTFUL,
                    List.of(app.title()),
                    List.of(covering.get(0).name()),
                    title(covering.get(0)) + " covers only " + (own.size() - uncovered) + " of the " + own.size()
                            + " pods of " + app.title(),
                    "select by labels that all of them have");
        }
    }

    /** Names of the budgets that share a pod; none if no two do. */
    private Set<String> several(List<Pod> own, List<Budget> covering) {
        Set<String> names = new TreeSet<>();
        if (covering.size() > 1) {
            covering.forEach(each -> names.add(each.name()));
        }
        for (Pod pod : own) {
            List<Budget> over = budgets.over(pod);
            if (over.size() > 1) {
                over.forEach(each -> names.add(each.name()));
            }
        }
        return names;
    }

    private void missing(GuardedApp app, int all, long covered) {
        boolean some = covered > 0;
        found(
                app.isDeployment() ? Flaw.MISSING : Flaw.DOUBTFUL,
                List.of(app.title()),
                List.of(),
                some
                        ? "a budget covers " + covered + " of the " + all + " pods of " + app.title()
                                + ", but none that it makes from now on: its pod labels have changed"
                        : "no budget covers " + app.title() + ": a drain may take all of its pods at once",
                some
                        ? "select by labels that all of them have"
                        : app.isDeployment()
                                ? "make one, such as maxUnavailable: 50%, or let 'fix' make it"
                                : "make one: 'fix' makes budgets for Deployments only");
    }

    private void budget(Budget budget) {
        if (budget.selector() == null) {
            found(
                    Flaw.DOUBTFUL,
                    List.of(),
                    List.of(budget.name()),
                    title(budget) + " has no selector and so covers no pod (an empty one, {}, would cover all)",
                    "give it the selector of the Deployment that it is meant for, or delete it");
            return;
        }
        Covered covered = covered(budget);
        if (covered.apps.isEmpty() && covered.strays.isEmpty()) {
            found(
                    Flaw.DOUBTFUL,
                    List.of(),
                    List.of(budget.name()),
                    title(budget) + " covers nothing: no pod, and none that a Deployment or StatefulSet would make",
                    "give it the selector of the Deployment that it is meant for, or delete it");
            return;
        }
        tooMuch(budget, covered);
        if (covered.expected(budget) > 0 && budget.terms().slack(covered.expected(budget)) == 0) {
            blocks(budget, covered);
        } else {
            counted(budget, covered);
        }
    }

    /**
     * What a budget covers.
     *
     * @param strays pods that belong to none of these
     */
    private record Covered(List<GuardedApp> apps, List<Pod> strays) {
        List<String> titles() {
            return apps.stream().map(GuardedApp::title).toList();
        }

        /** Pods when all is well: a minimum in pods counts those that are there, everything else the controllers. */
        int expected(Budget budget) {
            int wanted = apps.stream().mapToInt(GuardedApp::replicas).sum();
            return counts(budget) ? wanted + strays.size() : wanted;
        }

        static boolean counts(Budget budget) {
            return budget.terms().measure() == BudgetTerms.Measure.MIN_AVAILABLE
                    && !budget.terms().amount().endsWith("%");
        }
    }

    /** Names of the pods that it covers and that nobody makes again. */
    private List<String> unmanaged(Budget budget) {
        return covers(budget)
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .noneMatch(owner -> Boolean.TRUE.equals(owner.getController())))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    private Stream<Pod> covers(Budget budget) {
        return pods.stream().filter(pod -> budget.covers(pod.getMetadata().getLabels()));
    }

    private Covered covered(Budget budget) {
        List<Pod> strays = covers(budget)
                .filter(pod -> apps.stream().noneMatch(app -> app.has(pod)))
                .toList();
        return new Covered(
                apps.stream().filter(app -> budget.covers(app.labels())).toList(), strays);
    }

    private void tooMuch(Budget budget, Covered covered) {
        if (budget.coversEverything() || covered.apps.size() > 1) {
            found(
                    Flaw.DOUBTFUL,
                    covered.titles(),
                    List.of(budget.name()),
                    title(budget) + " covers "
                            + (budget.coversEverything() ? "every pod of the namespace" : "several apps")
                            + (covered.apps.isEmpty() ? "" : " (" + String.join(", ", covered.titles()) + ")")
                            + ": where one is short of pods, none of the others can be evicted",
                    "make one budget for each app, with the selector of its Deployment");
        }
        List<String> unmanaged = unmanaged(budget);
        if (!unmanaged.isEmpty() && !Covered.counts(budget)) {
            found(
                    Flaw.DOUBTFUL,
                    covered.titles(),
                    List.of(budget.name()),
                    title(budget) + " covers pods without a controller (" + String.join(", ", unmanaged)
                            + "), which Kubernetes counts as healthy but not as expected",
                    "select without them, or give minAvailable as a number");
        }
    }

    private void blocks(Budget budget, Covered covered) {
        int expected = covered.expected(budget);
        String of = covered.titles().isEmpty() ? "its pods" : String.join(" and ", covered.titles());
        String advice = expected == 1
                ? "run at least 2 pods, or let the one go: maxUnavailable: 50% of 1 is 1"
                : "let at least one go, such as maxUnavailable: 50%";
        found(
                Flaw.BLOCKING,
                covered.titles(),
                List.of(budget.name()),
                title(budget) + " lets no pod of " + of + " go, since it needs "
                        + budget.terms().needed(expected) + " of " + expected
                        + ": no node that runs one can be drained",
                budget.terms().measure() == BudgetTerms.Measure.NONE
                        ? "say what it allows, such as maxUnavailable: 50%"
                        : advice);
    }

    /** What the cluster counted; a budget that is in no cluster yet was never counted. */
    private void counted(Budget budget, Covered covered) {
        if (budget.object().getMetadata().getResourceVersion() == null) {
            return;
        }
        Optional<Budget.Standing> standing = budget.standing();
        if (budget.uncountable().isPresent()) {
            found(
                    Flaw.BLOCKING,
                    covered.titles(),
                    List.of(budget.name()),
                    title(budget) + " lets no pod go, since Kubernetes cannot count its pods ("
                            + budget.uncountable().get() + ")",
                    "select pods of Deployments only, or give minAvailable as a number");
        } else if (standing.isEmpty()) {
            found(
                    Flaw.DOUBTFUL,
                    covered.titles(),
                    List.of(budget.name()),
                    title(budget) + " has not been counted since it was made or changed: until then it lets no pod go",
                    "wait a moment; if it stays like this, look at the kube-controller-manager");
        } else if (standing.get().expected() > 0 && standing.get().allowed() == 0) {
            now(budget, covered, standing.get());
        }
    }

    private void now(Budget budget, Covered covered, Budget.Standing standing) {
        boolean held = standing.healthy() < standing.needed() && !budget.letsUnhealthyGo();
        found(
                Flaw.DOUBTFUL,
                covered.titles(),
                List.of(budget.name()),
                title(budget) + " lets no pod go right now: it needs " + standing.needed() + " healthy pods and has "
                        + standing.healthy() + " of " + standing.expected(),
                held
                        ? "see why the others are not ready; with unhealthyPodEvictionPolicy: AlwaysAllow those could"
                                + " at least be evicted"
                        : "wait for the others to be ready");
    }

    private static String title(Budget budget) {
        return "PodDisruptionBudget/" + budget.name() + " (" + budget.terms().words() + ")";
    }

    private void found(Flaw flaw, List<String> titles, List<String> names, String problem, String advice) {
        findings.add(new BudgetFinding(flaw, titles, names, problem, advice));
    }
}
