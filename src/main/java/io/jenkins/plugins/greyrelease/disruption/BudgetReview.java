package io.jenkins.plugins.greyrelease.disruption;

import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the budgets of a namespace, and what may be done about it without touching anybody else's.
 *
 * @param apps how many Deployments were looked at, canaries not counted
 * @param findings the weightiest first
 * @param repairs what would put right what can be put right
 * @param left findings that the repairs leave
 */
public record BudgetReview(
        int apps, List<BudgetFinding> findings, List<BudgetRepair> repairs, List<BudgetFinding> left) {

    public BudgetReview {
        findings = List.copyOf(findings);
        repairs = List.copyOf(repairs);
        left = List.copyOf(left);
    }

    /**
     * Looks at a namespace.
     *
     * @param wanted terms of budgets that are made
     * @param app the one Deployment that matters; empty: all
     */
    public static BudgetReview of(BudgetSight sight, BudgetTerms wanted, Optional<String> app) {
        List<BudgetRepair> repairs = BudgetRepairs.of(sight, wanted, app);
        List<BudgetFinding> findings = BudgetRules.findings(sight, app);
        List<BudgetFinding> left = repairs.isEmpty() ? findings : BudgetRules.findings(sight.after(repairs), app);
        int apps = (int) GuardedApp.of(sight.deployments(), List.of()).stream()
                .filter(each -> app.isEmpty() || each.name().equals(app.get()))
                .count();
        return new BudgetReview(apps, findings, repairs, left);
    }
}
