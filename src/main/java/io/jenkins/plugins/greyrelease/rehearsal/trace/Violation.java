package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * An invariant that did not hold: a fault of Grey Release itself.
 *
 * @param at virtual time since the start
 * @param cluster where, or null for the fleet
 * @param invariant its name
 * @param text what was seen
 */
public record Violation(Duration at, String cluster, String invariant, String text) {}
