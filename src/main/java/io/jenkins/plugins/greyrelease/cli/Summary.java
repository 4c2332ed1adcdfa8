package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalResult;
import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Findings;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What a rehearsal came to, in a screenful. */
final class Summary {
    private final PrintWriter out;

    Summary(PrintWriter out) {
        this.out = out;
    }

    void print(RehearsalResult result, Path report) {
        Trace trace = result.trace();
        out.println();
        result.failure().ifPresent(why -> out.println(trace.verdict().title() + ": " + why));
        for (ClusterOutcome outcome : trace.outcomes()) {
            out.printf(
                    "  %-12s %-16s %s%s%n",
                    outcome.cluster(),
                    outcome.app(),
                    outcome.result().title(),
                    outcome.remark().isEmpty() ? "" : ": " + outcome.remark());
        }
        for (Finding finding : Findings.of(trace)) {
            out.println("  " + finding.weight().title() + ": " + finding.text());
        }
        out.println();
        out.println(trace.verdict().title() + ". " + trace.sentence());
        out.printf(
                "%s of virtual time, %d events with all invariants checked, seed %d. Report: %s%n",
                Times.words(trace.length()), trace.events(), trace.seed(), report);
        out.flush();
    }
}
