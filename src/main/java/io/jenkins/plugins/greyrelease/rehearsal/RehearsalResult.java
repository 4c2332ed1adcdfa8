package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import java.util.List;
import java.util.Optional;

/**
 * What came of a rehearsal.
 *
 * @param trace everything that happened
 * @param refused why a step refused what it was asked for, if nothing was changed anywhere; empty otherwise
 * @param failure why the pipeline failed, with its place; empty if it did not
 * @param remarks what was made up or left out
 */
public record RehearsalResult(Trace trace, Optional<String> refused, Optional<String> failure, List<String> remarks) {
    public RehearsalResult {
        remarks = List.copyOf(remarks);
    }
}
