package io.jenkins.plugins.greyrelease.jira;

/** A ticket is not as it must be; the message says why and what to do, in one sentence for people. */
public final class JiraException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence, without secrets */
    public JiraException(String message) {
        super(message);
    }

    /** As above, with what it came from. */
    JiraException(String message, Throwable cause) {
        super(message, cause);
    }
}
