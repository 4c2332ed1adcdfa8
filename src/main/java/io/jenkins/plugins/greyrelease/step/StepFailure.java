package io.jenkins.plugins.greyrelease.step;

import java.util.Map;

/** A step that ended, and not well. The message is for the run's log. */
public final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What becomes of the run. */
    public enum Mark {
        FAILURE,
        UNSTABLE,
        ABORTED
    }

    private final Mark mark;
    private final transient Map<String, Object> result;

    /**
     * @param mark what becomes of the run
     * @param result what the step would have returned
     */
    public StepFailure(Mark mark, String message, Map<String, Object> result) {
        super(message);
        this.mark = mark;
        this.result = result;
    }

    /** What becomes of the run. */
    public Mark mark() {
        return mark;
    }

    /** What the step would have returned. */
    public Map<String, Object> result() {
        return result;
    }
}
