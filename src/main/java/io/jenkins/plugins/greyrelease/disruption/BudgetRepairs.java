package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans what {@code fix} does: each Deployment without a budget gets one, and those that were made like this before are
 * kept as they are asked for now, or go where somebody else's covers the same pods. The selector is the Deployment's own,
 * so that it covers the canary of a release too. It belongs to the Deployment and goes with it.
 */
final class BudgetRepairs {
    private static final String PREFIX = Budget.OURS + "-";

    private final BudgetSight sight;
    private final Budgets budgets;
    private final BudgetTerms wanted;
    private final List<BudgetRepair> repairs = new ArrayList<>();

    private BudgetRepairs(BudgetSight sight, BudgetTerms wanted) {
        this.sight = sight;
        this.budgets = Budgets.of(sight.budgets());
        this.wanted = wanted;
    }

    static List<BudgetRepair> of(BudgetSight sight, BudgetTerms wanted, Optional<String> only) {
        BudgetRepairs all = new BudgetRepairs(sight, wanted);
        List<GuardedApp> apps = GuardedApp.of(sight.deployments(), List.of());
        apps.stream()
                .filter(app -> only.isEmpty() || app.name().equals(only.get()))
                .forEach(all::app);
        all.budgets.all().stream()
                .filter(Budget::isOurs)
                .filter(each -> only.isEmpty() || each.name().equals(PREFIX + only.get()))
                .filter(each -> apps.stream().noneMatch(app -> each.name().equals(PREFIX + app.name())))
                .filter(each -> apps.stream().noneMatch(app -> each.covers(app.labels())))
                .forEach(each -> all.remove(each, "its Deployment is gone"));
        return all.repairs;
    }

    private void app(GuardedApp app) {
        List<Budget> over = over(app);
        List<Budget> ours = over.stream().filter(Budget::isOurs).toList();
        Optional<Budget> others = over.stream().filter(each -> !each.isOurs()).findFirst();
        if (others.isPresent()) {
            ours.forEach(each ->
                    remove(each, "PodDisruptionBudget/" + others.get().name() + " covers " + app.title() + " too"));
            return;
        }
        Optional<Budget> kept =
                named(PREFIX + app.name()).or(() -> ours.stream().findFirst());
        ours.stream()
                .filter(each ->
                        kept.filter(one -> one.name().equals(each.name())).isEmpty())
                .forEach(each -> remove(each, "another of ours covers " + app.title()));
        if (kept.isEmpty()) {
            repairs.add(new BudgetRepair.Create(fresh(app), "made for " + app.title() + " (" + wanted.words() + ")"));
        } else if (kept.get().isOurs() && !isAsWanted(kept.get(), app)) {
            repairs.add(new BudgetRepair.Change(
                    changed(kept.get(), app),
                    "changed for " + app.title() + " (" + kept.get().terms().words() + " before, now " + wanted.words()
                            + ")"));
        }
    }

    /** Those over the pods that it makes, or has. */
    private List<Budget> over(GuardedApp app) {
        Stream<Budget> made = budgets.over(sight.namespace(), app.labels()).stream();
        Stream<Budget> there = sight.pods().stream().filter(app::has).flatMap((Pod pod) -> budgets.over(pod).stream());
        return Stream.concat(made, there).distinct().toList();
    }

    private Optional<Budget> named(String name) {
        return budgets.all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private void remove(Budget budget, String why) {
        repairs.add(new BudgetRepair.Remove(budget.object(), "removed, since " + why));
    }

    private PodDisruptionBudget fresh(GuardedApp app) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withNamespace(sight.namespace())
                .withName(PREFIX + app.name())
                .addToLabels(Budget.MANAGED_BY, Budget.OURS)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(app.name())
                        .withUid(app.object().getMetadata().getUid())
                        .build())
                .endMetadata()
                .withSpec(spec(app))
                .build();
    }

    private PodDisruptionBudget changed(Budget budget, GuardedApp app) {
        return new PodDisruptionBudgetBuilder(budget.object())
                .withSpec(spec(app))
                .build();
    }

    /** Pods that are not ready may always go: a broken app must not hold up a drain. */
    private PodDisruptionBudgetSpec spec(GuardedApp app) {
        String amount = wanted.amount();
        return new PodDisruptionBudgetSpecBuilder()
                .withSelector(app.selector())
                .withMaxUnavailable(
                        amount.endsWith("%") ? new IntOrString(amount) : new IntOrString(Integer.valueOf(amount)))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .build();
    }

    /** A server that does not know the policy for unready pods leaves it out: that is no difference. */
    private boolean isAsWanted(Budget budget, GuardedApp app) {
        String policy = budget.object().getSpec() == null
                ? null
                : budget.object().getSpec().getUnhealthyPodEvictionPolicy();
        return app.selector().equals(budget.selector())
                && wanted.equals(budget.terms())
                && !"IfHealthyBudget".equals(policy);
    }
}
