package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import java.util.List;
import java.util.Optional;

/**
 * What came of a rehearsal.
 *
 * @param trace everything that happened
 * @param remarks what was made up or left out
 */
public record RehearsalResult(Trace trace, List<String> remarks) {
    public RehearsalResult {
        remarks = List.copyOf(remarks);
    }

    /** Why a step refused what it was asked for, if nothing was changed anywhere; empty otherwise. */
    public Optional<String> refused() {
        return failure().filter(why -> trace.refused());
    }

    /** Why the pipeline did not succeed, with its place; empty if it did. */
    public Optional<String> failure() {
        return Optional.of(trace.failure()).filter(why -> !why.isEmpty());
    }
}
