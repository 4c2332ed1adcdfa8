package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

/** A change to a budget of our own that puts something right. */
public sealed interface BudgetRepair {

    /** The budget's name. */
    String name();

    /** What is done and why, such as {@code made for deployment/cart}. */
    String words();

    /** One that is missing. */
    record Create(PodDisruptionBudget budget, String words) implements BudgetRepair {
        @Override
        public String name() {
            return budget.getMetadata().getName();
        }
    }

    /** Another content, under the resourceVersion that was seen. */
    record Change(PodDisruptionBudget budget, String words) implements BudgetRepair {
        @Override
        public String name() {
            return budget.getMetadata().getName();
        }
    }

    /** One that is not wanted any more, by the UID that was seen. */
    record Remove(PodDisruptionBudget budget, String words) implements BudgetRepair {
        @Override
        public String name() {
            return budget.getMetadata().getName();
        }
    }
}
