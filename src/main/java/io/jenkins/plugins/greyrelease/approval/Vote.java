package io.jenkins.plugins.greyrelease.approval;

import java.time.Instant;

/**
 * What a person said.
 *
 * @param person who, as the host knows people
 * @param yes or no
 * @param at when, by the wall clock
 * @param comment may be empty
 * @param from where it was given, such as {@code page} or {@code REST}
 * @param ballot what the person was shown
 */
public record Vote(String person, boolean yes, Instant at, String comment, String from, Ballot ballot) {
    /** {@code alice said yes}. */
    public String words() {
        return person + " said " + (yes ? "yes" : "no");
    }
}
