package io.jenkins.plugins.greyrelease.rollout;

import java.util.Locale;

/** Where a release stands in one cluster, as the stable Deployment's label says. */
public enum Phase {
    /** The canary grows, batch by batch. */
    FORWARD,
    /** All batches passed: stable goes to zero, the ReplicaSet is handed over. Only forward from the hand-over on. */
    PROMOTE,
    /** This cluster goes back to the old template. */
    BACK,
    /** The whole release goes back. */
    BACK_ALL;

    /** The label's value. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a label's value.
     *
     * @throws IllegalArgumentException if no phase has it
     */
    public static Phase of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
