package io.jenkins.plugins.greyrelease.rollout;

import java.util.Locale;

/** Where the end of a release stands in one cluster, as the label {@link Labels#STEP} says. */
enum Step {
    /** Not there yet. */
    NONE,
    /** The canary is whole and stable goes to zero. It can still go back. */
    DRAIN,
    /** The canary's ReplicaSet is handed over. Only forward from here. */
    HANDOVER,
    /** The hand-over did not work: the stable Deployment makes its own pods of the new template. Only forward. */
    ROLL,
    /** Stable runs the new template and is not paused by us any more: autoscaler and labels remain. */
    DONE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a label's value; what is not known is none. */
    static Step of(String label) {
        for (Step step : values()) {
            if (step.label().equals(label)) {
                return step;
            }
        }
        return NONE;
    }
}
