package io.jenkins.plugins.greyrelease.step;

/** A step refused what it was asked for before it changed anything. The message says all the reasons. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message all the reasons, in whole sentences */
    public RefusedException(String message) {
        super(message);
    }
}
