package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.time.Duration;

/**
 * From what the metrics ask for to what is done: stabilisation, speed limits, minimum and maximum.
 *
 * <p>Source: Kubernetes 1.34, {@code horizontal.go}, {@code normalizeDesiredReplicas} and {@code
 * normalizeDesiredReplicasWithBehaviors}. Example without behavior: 10 pods that should be 40 become 20 now (never more
 * than twice as many, or 4, at once); with {@code scaleUp: {policies: [Pods 3 in 60 s]}} they become 13 and stay so for a
 * minute.
 */
final class HpaLimits {
    /** The controller's own stabilisation window for scaling down. */
    static final Duration DOWN_WINDOW = Duration.ofMinutes(5);

    private static final String IN_RANGE = "the desired count is within the acceptable range";

    /**
     * The bounds in force.
     *
     * @param min minReplicas
     * @param max maxReplicas
     * @param behavior null if absent, else complete with its defaults
     */
    record Bounds(int min, int max, HorizontalPodAutoscalerBehavior behavior) {}

    /**
     * What to do, and why not what was asked.
     *
     * @param replicas the number to set
     * @param able reason and message of the condition AbleToScale, which is true
     * @param limited the condition ScalingLimited
     */
    record Outcome(int replicas, Reason able, Reason limited, boolean isLimited) {}

    /** A condition's words. */
    record Reason(String reason, String message) {}

    private record Capped(int replicas, Reason reason) {}

    private static final Reason READY = new Reason("ReadyForNewScale", "recommended size matches current size");

    private HpaLimits() {}

    /** Decides, and remembers {@code proposed} as a recommendation. */
    static Outcome apply(HpaHistory history, Duration now, Bounds bounds, int current, int proposed) {
        return bounds.behavior() == null
                ? plain(history, now, bounds, current, proposed)
                : withBehavior(history, now, bounds, current, proposed);
    }

    private static Outcome plain(HpaHistory history, Duration now, Bounds bounds, int current, int proposed) {
        int stable = history.highestInclusive(now, DOWN_WINDOW, proposed);
        history.recommend(now, DOWN_WINDOW, proposed);
        Reason able = stable == proposed
                ? READY
                : new Reason(
                        "ScaleDownStabilized",
                        "recent recommendations were higher than current one, applying the highest recent"
                                + " recommendation");
        int most = Math.max(2 * current, 4);
        Reason above = bounds.max() > most ? tooFast("ScaleUpLimit", "increasing") : tooMany();
        Capped capped;
        if (stable < bounds.min()) {
            capped = new Capped(bounds.min(), tooFew());
        } else if (stable > Math.min(most, bounds.max())) {
            capped = new Capped(Math.min(most, bounds.max()), above);
        } else {
            capped = new Capped(stable, new Reason("DesiredWithinRange", IN_RANGE));
        }
        return new Outcome(capped.replicas(), able, capped.reason(), capped.replicas() != stable);
    }

    private static Outcome withBehavior(HpaHistory history, Duration now, Bounds bounds, int current, int proposed) {
        Duration upWindow = window(bounds.behavior().getScaleUp(), Duration.ZERO);
        Duration downWindow = window(bounds.behavior().getScaleDown(), DOWN_WINDOW);
        int floor = history.lowest(now, upWindow, proposed);
        int ceiling = history.highest(now, downWindow, proposed);
        int stable = Math.min(Math.max(current, floor), ceiling);
        history.recommend(now, upWindow.compareTo(downWindow) > 0 ? upWindow : downWindow, proposed);
        Capped capped = rated(history, now, bounds, current, stable);
        return new Outcome(
                capped.replicas(),
                stable == proposed ? READY : stabilized(proposed >= current),
                capped.reason(),
                capped.replicas() != stable);
    }

    private static Reason stabilized(boolean up) {
        return up
                ? new Reason(
                        "ScaleUpStabilized",
                        "recent recommendations were lower than current one, applying the lowest recent recommendation")
                : new Reason(
                        "ScaleDownStabilized",
                        "recent recommendations were higher than current one, applying the highest recent"
                                + " recommendation");
    }

    private static Capped rated(HpaHistory history, Duration now, Bounds bounds, int current, int wanted) {
        if (wanted > current) {
            int limit =
                    Math.max(current, upLimit(history, now, bounds.behavior().getScaleUp(), current));
            int most = Math.min(bounds.max(), limit);
            if (wanted > most) {
                return new Capped(most, bounds.max() > limit ? tooFast("ScaleUpLimit", "increasing") : tooMany());
            }
        } else if (wanted < current) {
            int limit =
                    Math.min(current, downLimit(history, now, bounds.behavior().getScaleDown(), current));
            int least = Math.max(bounds.min(), limit);
            if (wanted < least) {
                return new Capped(least, bounds.min() < limit ? tooFast("ScaleDownLimit", "decreasing") : tooFew());
            }
        }
        return new Capped(wanted, new Reason("DesiredWithinRange", IN_RANGE));
    }

    /** Most replicas that these rules allow now. */
    static int upLimit(HpaHistory history, Duration now, HPAScalingRules rules, int current) {
        if ("Disabled".equals(rules.getSelectPolicy())) {
            return current;
        }
        boolean lowest = "Min".equals(rules.getSelectPolicy());
        int result = lowest ? Integer.MAX_VALUE : Integer.MIN_VALUE;
        for (HPAScalingPolicy policy : rules.getPolicies()) {
            int start = startOfPeriod(history, now, policy, current);
            int proposed = "Pods".equals(policy.getType())
                    ? start + policy.getValue()
                    : (int) Math.ceil(start * (1 + policy.getValue() / 100.0));
            result = lowest ? Math.min(result, proposed) : Math.max(result, proposed);
        }
        return result;
    }

    /** Fewest replicas that these rules allow now. */
    static int downLimit(HpaHistory history, Duration now, HPAScalingRules rules, int current) {
        if ("Disabled".equals(rules.getSelectPolicy())) {
            return current;
        }
        boolean least = "Min".equals(rules.getSelectPolicy());
        int result = least ? Integer.MIN_VALUE : Integer.MAX_VALUE;
        for (HPAScalingPolicy policy : rules.getPolicies()) {
            int start = startOfPeriod(history, now, policy, current);
            int proposed = "Pods".equals(policy.getType())
                    ? start - policy.getValue()
                    : (int) (start * (1 - policy.getValue() / 100.0));
            result = least ? Math.max(result, proposed) : Math.min(result, proposed);
        }
        return result;
    }

    private static int startOfPeriod(HpaHistory history, Duration now, HPAScalingPolicy policy, int current) {
        Duration period = Duration.ofSeconds(policy.getPeriodSeconds());
        return current - history.added(now, period) + history.removed(now, period);
    }

    /** The longest period that any policy of this direction looks back. */
    static Duration longestPeriod(HPAScalingRules rules) {
        return Duration.ofSeconds(rules.getPolicies().stream()
                .mapToInt(HPAScalingPolicy::getPeriodSeconds)
                .max()
                .orElse(0));
    }

    private static Duration window(HPAScalingRules rules, Duration absent) {
        Integer seconds = rules.getStabilizationWindowSeconds();
        return seconds == null ? absent : Duration.ofSeconds(seconds);
    }

    private static Reason tooFast(String reason, String way) {
        return new Reason(reason, "the desired replica count is " + way + " faster than the maximum scale rate");
    }

    private static Reason tooMany() {
        return new Reason("TooManyReplicas", "the desired replica count is more than the maximum replica count");
    }

    private static Reason tooFew() {
        return new Reason("TooFewReplicas", "the desired replica count is less than the minimum replica count");
    }
}
