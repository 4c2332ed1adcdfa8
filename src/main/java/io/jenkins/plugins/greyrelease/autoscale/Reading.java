package io.jenkins.plugins.greyrelease.autoscale;

import java.util.Map;
import java.util.Set;

/** What one policy, a metric with a target for each pod, was found to be at one moment. */
public sealed interface Reading {

    /** The metric's name, for people. */
    String policy();

    /**
     * A figure that came.
     *
     * @param target what one pod should use, more than 0, in the metric's own unit
     * @param sum what the measured pods use together, in the same unit
     * @param measured how many pods {@code sum} is of; {@link #WHOLE} if it is of the app as a whole
     * @param silent pods that exist and said nothing that counts: without a sample, or not ready
     */
    record Measured(String policy, double target, double sum, int measured, int silent) implements Reading {

        /** {@link #measured} of a figure that is of the app, however many pods there are: a queue, a request rate. */
        public static final int WHOLE = -1;

        /** Throws IllegalArgumentException for a target that is not more than 0, or a sum that is negative. */
        public Measured {
            if (!(target > 0) || !(sum >= 0) || Double.isInfinite(sum)) {
                throw new IllegalArgumentException(
                        policy + ": target " + target + " must be more than 0, sum " + sum + " from 0");
            }
        }

        /** The fewest pods this can mean: those that say nothing are taken to be idle. {@code sum / target}. */
        double least() {
            return sum / target;
        }

        /**
         * The most pods this can mean: each pod that says nothing, or that is wanted and is not there yet, is taken to
         * use its whole target.
         *
         * <p>Example: 10 pods wanted, 8 of them use 700m together, target 100m: from 7 to 9 pods.
         */
        double most(int current) {
            return measured == WHOLE ? least() : least() + Math.max(silent, current - measured);
        }
    }

    /** A figure that did not come; why, in words. */
    record Failed(String policy, String why) implements Reading {}

    /** A figure of the app as a whole. */
    static Reading whole(String policy, double target, double sum) {
        return new Measured(policy, target, sum, Measured.WHOLE, 0);
    }

    /**
     * Figures of single pods.
     *
     * @param ready names of the pods that serve
     * @param others how many more there are that are neither ending nor failed
     * @param samples by pod; those of pods that are not ready do not count
     */
    static Reading ofPods(String policy, double target, Set<String> ready, int others, Map<String, Double> samples) {
        double sum = 0;
        int measured = 0;
        for (String pod : ready) {
            Double used = samples.get(pod);
            if (used != null) {
                sum += used;
                measured++;
            }
        }
        return measured == 0
                ? new Failed(policy, "no pod that is ready has a sample")
                : new Measured(policy, target, sum, measured, ready.size() - measured + others);
    }
}
