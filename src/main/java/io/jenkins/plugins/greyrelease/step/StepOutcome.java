package io.jenkins.plugins.greyrelease.step;

import java.util.Map;

/**
 * How a step ended.
 *
 * @param status what becomes of the run
 * @param message why, if it is not a success; empty otherwise
 * @param result what the step returns: maps, lists, strings, integers and booleans only
 */
public record StepOutcome(Status status, String message, Map<String, Object> result) {

    /** What becomes of the run. */
    public enum Status {
        SUCCESS,
        /** Goes on, marked unstable. */
        UNSTABLE,
        FAILURE,
        ABORTED,
        /** The arguments or the preflight were refused; nothing was changed. */
        REFUSED,
        /** Not ended: paused, or a cluster cannot be reached; running it again goes on. */
        OPEN
    }
}
