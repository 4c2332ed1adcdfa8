package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/**
 * One outside effect that was answered instead of carried out.
 *
 * @param stepId the step's id as in {@link PipelineListener#stepStarted}
 * @param step the step's name
 * @param text the command, or the arguments in short
 * @param answer what was taken as its outcome, and from where
 */
public record Assumption(String stepId, String step, String text, Position position, Answer answer) {}
