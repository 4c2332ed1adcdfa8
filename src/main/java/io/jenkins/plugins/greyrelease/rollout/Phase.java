package io.jenkins.plugins.greyrelease.rollout;

import java.util.Arrays;
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

    /** Reads a label's value. What no phase has, somebody else wrote: nothing is promoted or taken back on his word. */
    public static Phase of(String label) {
        return Arrays.stream(values())
                .filter(phase -> phase.label().equals(label))
                .findFirst()
                .orElse(FORWARD);
    }
}
