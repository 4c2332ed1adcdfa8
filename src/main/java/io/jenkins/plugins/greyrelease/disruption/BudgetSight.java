package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one namespace of one cluster.
 *
 * @param deployments all, canaries among them
 * @param statefulSets all
 * @param pods all
 * @param budgets all
 */
public record BudgetSight(
        String namespace,
        List<Deployment> deployments,
        List<StatefulSet> statefulSets,
        List<Pod> pods,
        List<PodDisruptionBudget> budgets) {

    public BudgetSight {
        deployments = List.copyOf(deployments);
        statefulSets = List.copyOf(statefulSets);
        pods = List.copyOf(pods);
        budgets = List.copyOf(budgets);
    }

    /** What would be seen once these repairs are done, and counted. */
    BudgetSight after(List<BudgetRepair> repairs) {
        List<PodDisruptionBudget> left = new ArrayList<>(budgets);
        for (BudgetRepair repair : repairs) {
            left.removeIf(each -> each.getMetadata().getName().equals(repair.name()));
            if (repair instanceof BudgetRepair.Create create) {
                left.add(create.budget());
            } else if (repair instanceof BudgetRepair.Change change) {
                left.add(unseen(change.budget()));
            }
        }
        return new BudgetSight(namespace, deployments, statefulSets, pods, left);
    }

    /** A budget as no cluster has it: nothing was counted for it, so its status says nothing. */
    private static PodDisruptionBudget unseen(PodDisruptionBudget budget) {
        return new PodDisruptionBudgetBuilder(budget)
                .withMetadata(new ObjectMetaBuilder(budget.getMetadata())
                        .withResourceVersion(null)
                        .build())
                .withStatus(null)
                .build();
    }
}
