package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A trace as text, one line per event, ordered by time: equal traces give equal text, byte for byte, so that two runs
 * can be compared with {@code diff}.
 */
public final class TraceText {
    private final List<Line> lines = new ArrayList<>();

    private TraceText() {}

    /** The whole text; ends with a line feed. */
    public static String of(Trace trace) {
        TraceText text = new TraceText();
        trace.steps().forEach(text::step);
        trace.marks().forEach(text::mark);
        trace.samples().forEach(text::sample);
        trace.assumptions().forEach(text::assumption);
        trace.checks().forEach(text::check);
        trace.budgets().forEach(text::budget);
        trace.violations().forEach(text::violation);
        StringBuilder out = new StringBuilder();
        out.append("grey rehearsal trace 1\n");
        out.append("title ").append(oneLine(trace.title())).append('\n');
        out.append("seed ").append(trace.seed()).append('\n');
        out.append("replay ").append(oneLine(trace.replay())).append('\n');
        out.append("start ").append(trace.start()).append('\n');
        out.append("clusters ").append(String.join(" ", trace.clusters())).append('\n');
        // stable: events of one moment keep the order in which they were written above
        lines(text).forEach(line -> out.append(time(line.at()))
                .append(' ')
                .append(line.text())
                .append('\n'));
        trace.outcomes().forEach(outcome -> out.append(outcome(outcome)).append('\n'));
        if (!trace.failure().isEmpty()) {
            out.append(trace.refused() ? "refused " : "failure ")
                    .append(oneLine(trace.failure()))
                    .append('\n');
        }
        out.append(time(trace.length()))
                .append(" end ")
                .append(trace.result())
                .append(", ")
                .append(trace.events())
                .append(" events, ")
                .append(trace.verdict().title())
                .append('\n');
        return out.toString();
    }

    private static List<Line> lines(TraceText text) {
        return text.lines.stream().sorted(Comparator.comparing(Line::at)).toList();
    }

    private void add(Duration at, String format, Object... args) {
        lines.add(new Line(at, oneLine(String.format(Locale.ROOT, format, args)).trim()));
    }

    private void step(StepSpan step) {
        add(step.start(), "step %s begins %s %s %s", step.id(), step.position(), step.name(), step.label());
        if (step.end() != null) {
            add(step.end(), "step %s ends %s", step.id(), step.status());
        }
    }

    private void mark(Mark mark) {
        add(mark.at(), "%s %s %s", mark.kind(), mark.cluster() == null ? "*" : mark.cluster(), mark.text());
    }

    private void sample(PodSample sample) {
        add(
                sample.at(),
                "pods %s %s old %d/%d new %d/%d desired %d",
                sample.cluster(),
                sample.app(),
                sample.oldReady(),
                sample.oldPods(),
                sample.newReady(),
                sample.newPods(),
                sample.desired());
    }

    private void assumption(Assumption a) {
        add(a.at(), "assumed %s %s '%s' -> %s (%s)", a.position(), a.step(), a.text(), a.answer(), a.source());
    }

    private void check(Check check) {
        add(
                check.at(),
                "block %s batch %d/%d %s real %d assumed %d",
                check.clusters(),
                check.batch(),
                check.batches(),
                check.passed() ? "passed" : "failed",
                check.realSteps(),
                check.assumedSteps());
    }

    private void budget(Budget budget) {
        budget.blocks()
                .forEach(block -> add(
                        block.from(),
                        "budget %s %s %s (%s) allows nothing for %s",
                        budget.cluster(),
                        budget.app(),
                        budget.name(),
                        budget.terms(),
                        block.lasted()));
    }

    private void violation(Violation v) {
        add(v.at(), "VIOLATED %s %s %s", v.cluster() == null ? "*" : v.cluster(), v.invariant(), v.text());
    }

    private static String outcome(ClusterOutcome outcome) {
        return oneLine(String.format(
                        Locale.ROOT,
                        "outcome %s %s %s from %s to %s took %s back in %s %s",
                        outcome.cluster(),
                        outcome.app(),
                        outcome.result(),
                        outcome.from(),
                        outcome.to(),
                        outcome.took(),
                        outcome.rolledBackIn() == null ? "-" : outcome.rolledBackIn(),
                        outcome.remark()))
                .trim();
    }

    private static String time(Duration at) {
        return String.format(
                Locale.ROOT,
                "+%02d:%02d:%02d.%03d",
                at.toHours(),
                at.toMinutesPart(),
                at.toSecondsPart(),
                at.toMillisPart());
    }

    private static String oneLine(String text) {
        return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
    }

    private record Line(Duration at, String text) {}
}
