package io.jenkins.plugins.greyrelease.rehearsal;

/** A step refused what it was asked for before it changed anything. The message says all the reasons. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
