package io.jenkins.plugins.greyrelease.step;

import java.time.Instant;

/**
 * What a person answered.
 *
 * @param approved yes or no
 * @param by who
 * @param at when
 * @param comment may be empty
 */
public record Answer(boolean approved, String by, Instant at, String comment) {}
