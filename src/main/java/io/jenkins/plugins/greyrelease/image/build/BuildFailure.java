package io.jenkins.plugins.greyrelease.image.build;

/** An image cannot be built as it was asked for; the message says why and what to do. */
public final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for the user: what was being done, to what, what is in the way, what to do */
    public BuildFailure(String message) {
        super(message);
    }
}
