package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a budget's status says, as an object and as its condition. */
final class DisruptionStatus {
    private static final String ALLOWED = "DisruptionAllowed";

    private DisruptionStatus() {}

    /**
     * What was counted.
     *
     * @param healthy ready pods that are not on their way out
     * @param desired how many of them are needed
     * @param expected how many pods there should be
     * @param disrupted pods whose eviction was allowed and that are not gone yet, with the time of it
     */
    record Count(int healthy, int desired, int expected, Map<String, String> disrupted) {

        /** None for a budget that expects no pods: its status may just be older than its first pod. */
        int allowed() {
            return expected <= 0 ? 0 : Math.max(0, healthy - desired);
        }
    }

    /** The status; zeros if it was never written. */
    static PodDisruptionBudgetStatus of(PodDisruptionBudget pdb) {
        return pdb.getStatus() == null ? new PodDisruptionBudgetStatus() : pdb.getStatus();
    }

    static int number(Integer value) {
        return value == null ? 0 : value;
    }

    /** The budget with this count in its status; empty if it says so already. */
    static Optional<PodDisruptionBudget> with(PodDisruptionBudget pdb, Count count, String now) {
        Condition condition = count.allowed() > 0
                ? condition(pdb, true, "SufficientPods", "", now)
                : condition(pdb, false, "InsufficientPods", "", now);
        PodDisruptionBudgetStatus status = new PodDisruptionBudgetStatusBuilder()
                .withCurrentHealthy(count.healthy())
                .withDesiredHealthy(count.desired())
                .withExpectedPods(count.expected())
                .withDisruptionsAllowed(count.allowed())
                .withDisruptedPods(count.disrupted())
                .withObservedGeneration(pdb.getMetadata().getGeneration())
                .withConditions(replaced(pdb, condition))
                .build();
        return changed(pdb, status);
    }

    /** The budget as one that could not be counted: it allows nothing. */
    static Optional<PodDisruptionBudget> failed(PodDisruptionBudget pdb, String why, String now) {
        PodDisruptionBudgetStatus status = new PodDisruptionBudgetStatusBuilder(of(pdb))
                .withDisruptionsAllowed(0)
                .withCurrentHealthy(number(of(pdb).getCurrentHealthy()))
                .withDesiredHealthy(number(of(pdb).getDesiredHealthy()))
                .withExpectedPods(number(of(pdb).getExpectedPods()))
                .withConditions(replaced(
                        pdb,
                        new ConditionBuilder(condition(pdb, false, "SyncFailed", why, now))
                                .withObservedGeneration(of(pdb).getObservedGeneration())
                                .build()))
                .build();
        return changed(pdb, status);
    }

    /** The budget after one more eviction was allowed. */
    static PodDisruptionBudget spent(PodDisruptionBudget pdb, String pod, String now) {
        int left = of(pdb).getDisruptionsAllowed() - 1;
        PodDisruptionBudgetStatusBuilder status = new PodDisruptionBudgetStatusBuilder(of(pdb))
                .withDisruptionsAllowed(left)
                .addToDisruptedPods(pod, now);
        if (left == 0) {
            status.withConditions(replaced(pdb, condition(pdb, false, "InsufficientPods", "", now)));
        }
        return new PodDisruptionBudgetBuilder(pdb).withStatus(status.build()).build();
    }

    private static Optional<PodDisruptionBudget> changed(PodDisruptionBudget pdb, PodDisruptionBudgetStatus status) {
        return status.equals(pdb.getStatus())
                ? Optional.empty()
                : Optional.of(
                        new PodDisruptionBudgetBuilder(pdb).withStatus(status).build());
    }

    /** Speaks of the state that was counted; a failed count leaves the one before. */
    private static Condition condition(PodDisruptionBudget pdb, boolean yes, String reason, String why, String now) {
        String status = yes ? "True" : "False";
        String since = of(pdb).getConditions().stream()
                .filter(each -> ALLOWED.equals(each.getType()) && status.equals(each.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElse(now);
        return new ConditionBuilder()
                .withType(ALLOWED)
                .withStatus(status)
                .withReason(reason)
                .withMessage(why)
                .withLastTransitionTime(since)
                .withObservedGeneration(pdb.getMetadata().getGeneration())
                .build();
    }

    private static List<Condition> replaced(PodDisruptionBudget pdb, Condition condition) {
        List<Condition> all = new ArrayList<>(of(pdb).getConditions());
        all.removeIf(each -> ALLOWED.equals(each.getType()));
        all.add(condition);
        return all;
    }
}
