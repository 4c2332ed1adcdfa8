package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.time.Duration;

/**
 * What stands in for an outside effect.
 *
 * @param exitCode of a command; anything but 0 is a failure
 * @param output what the command prints
 * @param duration how long it takes in virtual time, zero or more
 * @param value what a step other than a command returns; may be null
 * @param source where the answer is from, such as {@code rehearsal.yaml: answers[2]}, or {@code assumed}
 * @param assumed whether nobody gave this answer
 */
public record Answer(int exitCode, String output, Duration duration, Object value, String source, boolean assumed) {

    /** Success without output at once, because nobody said otherwise. */
    public static final Answer ASSUMED = new Answer(0, "", Duration.ZERO, null, "assumed", true);
}
