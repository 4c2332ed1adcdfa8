package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** How a step ended. */
public enum StepStatus {
    SUCCESS,
    UNSTABLE,
    FAILURE,
    ABORTED,
    SKIPPED
}
