package io.jenkins.plugins.greyrelease.sonar;

/** No gate can be had; the message says why and what to do, in one sentence for the person who wants it. */
public final class SonarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence, without secrets */
    public SonarException(String message) {
        super(message);
    }

    /** As above, with what it came from. */
    SonarException(String message, Throwable cause) {
        super(message, cause);
    }
}
