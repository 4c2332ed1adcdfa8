package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import java.time.Duration;

/**
 * An invariant that did not hold.
 *
 * @param invariant its name
 * @param cluster where
 * @param at virtual time since the beginning
 * @param what in words for a person: what was seen and what should have been
 */
public record Violation(String invariant, String cluster, Duration at, String what) {
    @Override
    public String toString() {
        return at.toMillis() / 1000.0 + " s, cluster " + cluster + ": " + invariant + ": " + what;
    }
}
