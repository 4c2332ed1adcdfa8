package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * A step that cannot be simulated, and what the rehearsal answered in its place.
 *
 * @param at virtual time since the start
 * @param position where the step stands in the Jenkinsfile
 * @param step such as {@code sh}
 * @param text its command or arguments
 * @param answer such as {@code exit code 0}
 * @param source where the answer comes from: {@code assumed}, or the file that holds it
 */
public record Assumption(Duration at, String position, String step, String text, String answer, String source) {}
