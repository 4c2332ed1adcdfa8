package io.jenkins.plugins.greyrelease.step;

import java.util.concurrent.CompletionException;

/** What a future failed with. */
final class Failures {
    private Failures() {}

    /** The failure without the wrapping that a chain of futures gives it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
