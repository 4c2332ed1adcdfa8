package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.Map;
import java.util.Optional;

/**
 * A PodDisruptionBudget, read as the eviction API reads it.
 *
 * @param object as the cluster has it
 */
public record Budget(PodDisruptionBudget object) {
    /** The label by which budgets of our own are told from those of others. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Its value. */
    public static final String OURS = "grey-release";

    private static final PodDisruptionBudgetSpec NO_SPEC = new PodDisruptionBudgetSpec();

    /**
     * What the cluster last counted.
     *
     * @param expected pods that there should be
     * @param healthy pods that are ready and not on their way out
     * @param needed how many of them must stay
     * @param allowed how many may go right now
     */
    public record Standing(int expected, int healthy, int needed, int allowed) {}

    /** Its name. */
    public String name() {
        return object.getMetadata().getName();
    }

    /** Its namespace: it covers pods there only. */
    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    /** How many pods it keeps. */
    public BudgetTerms terms() {
        return BudgetTerms.of(spec());
    }

    /** Its selector; null covers no pod. */
    public LabelSelector selector() {
        return spec().getSelector();
    }

    private PodDisruptionBudgetSpec spec() {
        return object.getSpec() == null ? NO_SPEC : object.getSpec();
    }

    /**
     * Whether it covers a pod of its namespace. In {@code policy/v1} an empty selector covers every pod, an absent one
     * none. One that cannot be read covers none either, as in the eviction API.
     *
     * @param labels of the pod; null: none
     */
    public boolean covers(Map<String, String> labels) {
        try {
            return Selector.matches(selector(), labels);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether it covers every pod of its namespace, whatever its labels. */
    public boolean coversEverything() {
        LabelSelector selector = selector();
        return selector != null
                && (selector.getMatchLabels() == null
                        || selector.getMatchLabels().isEmpty())
                && (selector.getMatchExpressions() == null
                        || selector.getMatchExpressions().isEmpty());
    }

    /** Whether a run of ours made it: only such a one is ever changed. */
    public boolean isOurs() {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null && OURS.equals(labels.get(MANAGED_BY));
    }

    /** Whether pods that are not ready may always go, whatever the others do. */
    public boolean letsUnhealthyGo() {
        return "AlwaysAllow".equals(spec().getUnhealthyPodEvictionPolicy());
    }

    /** What the cluster counted for the budget as it is now; empty while it has not yet: until then no pod may go. */
    public Optional<Standing> standing() {
        PodDisruptionBudgetStatus status = object.getStatus();
        Long generation = object.getMetadata().getGeneration();
        if (status == null
                || status.getObservedGeneration() == null
                || generation != null && status.getObservedGeneration() < generation) {
            return Optional.empty();
        }
        return Optional.of(new Standing(
                number(status.getExpectedPods()),
                number(status.getCurrentHealthy()),
                number(status.getDesiredHealthy()),
                number(status.getDisruptionsAllowed())));
    }

    /** Why the cluster cannot count its pods, in the cluster's words; until it can, no pod may go. */
    public Optional<String> uncountable() {
        PodDisruptionBudgetStatus status = object.getStatus();
        if (status == null || status.getConditions() == null) {
            return Optional.empty();
        }
        return status.getConditions().stream()
                .filter(each -> "DisruptionAllowed".equals(each.getType()) && "SyncFailed".equals(each.getReason()))
                .findFirst()
                .map(Condition::getMessage);
    }

    private static int number(Integer value) {
        return value == null ? 0 : value;
    }
}
