package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Build;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Tally;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param failure what ended it early, with its place; a {@code UsageError} means that the Jenkinsfile is wrong
 * @param build what the build page would show
 * @param tally the steps that ran
 */
public record PipelineOutcome(Result result, Optional<Failure> failure, Build build, Tally tally) {

    /**
     * What ended a run early.
     *
     * @param at where the Jenkinsfile was
     */
    public record Failure(Throwable cause, Optional<Position> at) {

        /** One line for people: place and message. */
        public String message() {
            String text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            boolean told = at.isEmpty() || text.startsWith(at.get().toString());
            return told ? text : at.get() + ": " + text;
        }
    }
}
