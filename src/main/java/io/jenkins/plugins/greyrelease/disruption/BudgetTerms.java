package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;

/**
 * How many pods a budget wants to keep, as Kubernetes counts it ({@code getExpectedPodCount} in
 * pkg/controller/disruption/disruption.go, 1.34): percentages round up, on both sides.
 *
 * <p>Worked examples, of 5 pods: {@code maxUnavailable: 50%} is 3 (2.5 rounded up), so 2 are needed and 3 may go;
 * {@code minAvailable: 50%} needs 3 and lets 2 go. Of 1 pod, {@code maxUnavailable: 50%} lets it go, {@code minAvailable:
 * 50%} does not.
 *
 * @param measure what the amount means
 * @param amount a count such as {@code 2}, or a percentage such as {@code 50%}; empty without terms
 */
public record BudgetTerms(Measure measure, String amount) {

    /** What an amount means. */
    public enum Measure {
        MAX_UNAVAILABLE("maxUnavailable"),
        MIN_AVAILABLE("minAvailable"),
        /** Neither is set: Kubernetes then lets no pod go. */
        NONE("");

        private final String field;

        Measure(String field) {
            this.field = field;
        }
    }

    /** Terms that let so many go. */
    public static BudgetTerms maxUnavailable(String amount) {
        return new BudgetTerms(Measure.MAX_UNAVAILABLE, amount);
    }

    /** The terms of a budget. */
    static BudgetTerms of(PodDisruptionBudgetSpec spec) {
        if (spec.getMaxUnavailable() != null) {
            return maxUnavailable(text(spec.getMaxUnavailable()));
        }
        return spec.getMinAvailable() == null
                ? new BudgetTerms(Measure.NONE, "")
                : new BudgetTerms(Measure.MIN_AVAILABLE, text(spec.getMinAvailable()));
    }

    private static String text(IntOrString amount) {
        return String.valueOf(amount.getValue());
    }

    /**
     * How many healthy pods are needed.
     *
     * @param expected how many there are when all is well, 0 or more
     * @return 0 or more; more than {@code expected} if the budget can never be kept
     */
    public int needed(int expected) {
        return switch (measure) {
            case MAX_UNAVAILABLE -> Math.max(0, expected - resolved(expected));
            case MIN_AVAILABLE -> resolved(expected);
            case NONE -> expected;
        };
    }

    /**
     * How many may go at once when all are healthy; 0 is a budget that blocks every drain, unless nothing is there.
     *
     * @param expected how many there are, 0 or more
     */
    public int slack(int expected) {
        return Math.max(0, expected - needed(expected));
    }

    /** As a manifest has it, such as {@code maxUnavailable: 1}. */
    public String words() {
        return measure == Measure.NONE ? "neither maxUnavailable nor minAvailable" : measure.field + ": " + amount;
    }

    private int resolved(int total) {
        if (!amount.endsWith("%")) {
            return Integer.parseInt(amount);
        }
        long hundredths = (long) total * Integer.parseInt(amount.substring(0, amount.length() - 1));
        return (int) ((hundredths + 99) / 100);
    }
}
