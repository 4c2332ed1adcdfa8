package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.List;
import java.util.Map;

/**
 * An abort, as opposed to a failure: somebody or something (a timeout, the stop button, a rejected input) ended the
 * work. Jenkins' {@code FlowInterruptedException}.
 */
public final class Interruption extends RuntimeException {

    private final transient Result result;
    private final boolean actual;

    /**
     * An abort from outside.
     *
     * @param result what the build becomes if nobody catches this
     * @param reason who or what ended the work
     */
    public Interruption(Result result, String reason) {
        this(result, reason, true, null);
    }

    private Interruption(Result result, String reason, boolean actual, Throwable cause) {
        super(reason, cause);
        this.result = result;
        this.actual = actual;
    }

    /** What the build becomes if nobody catches this. */
    public Result getResult() {
        return result;
    }

    /** As in Jenkins, what the message says, for people. */
    public List<Map<String, String>> getCauses() {
        return List.of(Map.of("shortDescription", String.valueOf(getMessage())));
    }

    /** Whether {@code retry} and {@code catchError(catchInterruptions: false)} must let this pass. */
    public boolean isActualInterruption() {
        return actual;
    }

    /** The same abort as its origin passes it on: an ordinary failure to those around, so that a retry may go on. */
    public Interruption handledByOrigin() {
        return new Interruption(result, getMessage(), false, this);
    }
}
