package io.jenkins.plugins.greyrelease.rollout;

import java.util.concurrent.CompletableFuture;

/** What a release asks of and tells its surroundings. Calls come one at a time per release and must not block. */
public interface ReleaseHooks {

    /**
     * Runs the check after a batch (in a pipeline: the block). Checks are queued, one at a time per release.
     *
     * @return how it ended; a future that fails counts as a failed check. It is cancelled when nothing depends on the
     *     answer any more, since the release goes back or was promoted: a block that still runs should be interrupted
     */
    CompletableFuture<Verdict> check(BatchReport batch);

    /** Something happened that a person may want to see. */
    void event(ReleaseEvent event);

    /**
     * Pods have come, gone or changed, or the release's state has: {@link Release#picture} may show something new. Comes
     * often; whoever draws should wait a little and draw once.
     */
    default void changed() {}

    /** How a check ended. */
    sealed interface Verdict {
        /** Go on. */
        record Passed() implements Verdict {}

        /** The batch is bad: {@code onFailure} follows. */
        record Rejected(String reason) implements Verdict {}

        /** Somebody stopped it: {@code onAbort} follows. */
        record Aborted(String reason) implements Verdict {}
    }
}
