package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import java.util.concurrent.CompletableFuture;

/**
 * Lets the surroundings of a newer release hear how the one before it is taken back: what holds it up as it is, all else
 * as lines of a log, so that no start, batch or end of the other is taken for the newer one's.
 */
record SupersededHooks(ReleaseHooks newer) implements ReleaseHooks {

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        return CompletableFuture.failedFuture(
                new IllegalStateException("release " + batch.release() + " goes back, no check is asked for"));
    }

    @Override
    public void event(ReleaseEvent event) {
        Kind kind =
                switch (event.kind()) {
                    case PAUSED, RESUMED, UNREACHABLE, REACHABLE, FREEZE, THAW, HANDOVER, WARNING -> event.kind();
                    default -> Kind.WROTE;
                };
        newer.event(new ReleaseEvent(event.at(), kind, event.cluster(), 0, "superseded release: " + event.text()));
    }
}
