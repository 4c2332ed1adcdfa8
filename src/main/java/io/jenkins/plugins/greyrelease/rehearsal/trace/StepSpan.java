package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * One step of the pipeline from begin to end.
 *
 * @param id unique in the trace
 * @param parent id of the enclosing step, or null
 * @param name the step, such as {@code stage}
 * @param label its arguments for people, may be empty
 * @param end null while it runs
 * @param position where it stands in the Jenkinsfile, such as {@code Jenkinsfile:12:5}; may be empty
 */
public record StepSpan(
        String id,
        String parent,
        String name,
        String label,
        Duration start,
        Duration end,
        Status status,
        String position) {

    /** How a step ended. */
    public enum Status {
        RUNNING,
        SUCCESS,
        SKIPPED,
        UNSTABLE,
        FAILED,
        ABORTED
    }

    /** How long the step took; zero while it runs. */
    public Duration took() {
        return end == null ? Duration.ZERO : end.minus(start);
    }
}
