package io.jenkins.plugins.greyrelease.disruption;

import java.util.List;

/**
 * Something about the budgets of a namespace that somebody should know.
 *
 * @param flaw of what weight it is
 * @param apps what it is about, such as {@code deployment/cart}; none where a budget covers nothing
 * @param budgets names of the budgets it is about
 * @param problem what is wrong, a sentence without a full stop
 * @param advice what to do about it, likewise
 */
public record BudgetFinding(Flaw flaw, List<String> apps, List<String> budgets, String problem, String advice) {

    /** Of what weight a finding is. */
    public enum Flaw {
        /** Pods of a Deployment are covered by no budget: a drain may take all of them at once. */
        MISSING,
        /** Pods can never be evicted: the drain of a node waits until somebody changes something. */
        BLOCKING,
        /** What does no harm by itself, or not for long, but is hardly meant so. */
        DOUBTFUL
    }

    public BudgetFinding {
        apps = List.copyOf(apps);
        budgets = List.copyOf(budgets);
    }

    /** All of it, for a log. */
    public String words() {
        return problem + "; " + advice;
    }
}
