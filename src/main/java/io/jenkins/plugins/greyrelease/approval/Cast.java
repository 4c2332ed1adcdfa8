package io.jenkins.plugins.greyrelease.approval;

import java.util.Optional;

/**
 * A vote in the record.
 *
 * @param vote as it was given
 * @param refused why it does not count and never will; empty: it counts as long as its voter may vote
 */
public record Cast(Vote vote, Optional<String> refused) {}
