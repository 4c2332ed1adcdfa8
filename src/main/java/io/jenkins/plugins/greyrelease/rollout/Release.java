package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A release in progress. Thread-safe. */
public interface Release {

    /** Its id; the same after a restart. Empty until preflight has passed. */
    String id();

    /** Completes when it has ended or, with {@code OPEN}, when this process lets go of it. Never fails. */
    CompletableFuture<ReleaseResult> result();

    /** Does what an operator asks; the answer says what will come of it, or fails with the reason why not. */
    CompletableFuture<String> command(Command command, String by);

    /**
     * Notes in the records of the clusters what people said about a batch, and tells it as an event. Decides nothing; a
     * release that has ended notes nothing any more.
     */
    void approval(ApprovalNote note);

    /**
     * What people said about a batch.
     *
     * @param clusters where the batch is
     * @param batch counted from 1
     * @param text in words
     * @param json an object with all of it: who, when, on what
     */
    record ApprovalNote(List<String> clusters, int batch, String text, ObjectNode json) {
        public ApprovalNote {
            clusters = List.copyOf(clusters);
        }
    }

    /**
     * What of the pods is new, against the version before, a line for each part; values are only those of images and
     * resources. Empty until preflight has passed. To be asked on any thread.
     */
    List<String> changes();

    /**
     * How batches and their checks went, the newest last: those that this process saw. To be asked on any thread.
     */
    default List<ReleaseEvent> soFar() {
        return List.of();
    }

    /** What it is doing now, one line per cluster, in words. */
    String status();

    /** How it stands in numbers, on any thread; what it last was when it has ended. Never blocks. */
    ReleasePicture picture();

    /**
     * Lets go at once, as a dying process would, but says so, and gives its leases back: nothing else is written.
     *
     * @return completes when the leases are given back, or cannot be; never fails
     */
    CompletableFuture<Void> detach();

    /** What operators can do. */
    enum Command {
        PAUSE,
        RESUME,
        /** Skip the remaining batches and checks: all clusters to the new version. */
        PROMOTE_NOW,
        ROLL_BACK_NOW,
        /** As the stop button: {@code onAbort}. */
        ABORT
    }
}
