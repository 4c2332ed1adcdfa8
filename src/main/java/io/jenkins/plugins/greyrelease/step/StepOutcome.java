package io.jenkins.plugins.greyrelease.step;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a step ended.
 *
 * @param status what becomes of the run
 * @param message why, if it is not a success; empty otherwise
 * @param returned what the step returns: maps, lists, strings, integers and booleans only
 */
public record StepOutcome(Status status, String message, Object returned) {

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

    /**
     * What a step returns that returns a map, as releases do.
     *
     * @throws ClassCastException if this step returns something else
     */
    public Map<String, Object> result() {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) returned).forEach((key, value) -> map.put((String) key, value));
        return map;
    }
}
