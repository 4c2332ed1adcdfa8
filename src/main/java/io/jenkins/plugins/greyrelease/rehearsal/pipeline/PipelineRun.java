package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A run that is under way. On the scheduler's thread. */
public interface PipelineRun {

    /** Completed on the scheduler's thread when the run has ended, in whatever way; never exceptionally. */
    CompletableFuture<PipelineOutcome> done();

    /** The final result; empty while it runs. */
    default Optional<Result> result() {
        return Optional.ofNullable(done().getNow(null)).map(PipelineOutcome::result);
    }

    /** The stop button: the innermost steps are aborted, and the run ends when they have. */
    void abort(String reason);
}
