package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** A step that failed for a reason that its message says in full; Jenkins' {@code hudson.AbortException}. */
public final class StepFailure extends RuntimeException {

    /** A failure with a message for people. */
    public StepFailure(String message) {
        super(message);
    }

    /** A failure that has another one behind it. */
    public StepFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
