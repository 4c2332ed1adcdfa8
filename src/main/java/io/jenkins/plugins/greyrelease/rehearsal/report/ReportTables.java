package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.MarkLanes;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding;
import io.jenkins.plugins.greyrelease.rehearsal.trace.StepSpan;
import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The tables and lists of the report. */
final class ReportTables {
    private ReportTables() {}

    static ContainerTag<?> findings(List<Finding> findings) {
        if (findings.isEmpty()) {
            return p("Nothing was released, so there is nothing to tell.");
        }
        return ul().withClass("findings").with(each(findings, finding -> li().withClass(
                        "weight-" + finding.weight().name().toLowerCase(Locale.ROOT))
                .with(
                        span(weightSign(finding.weight()) + " "
                                        + finding.weight().title())
                                .withClass("chip"),
                        span(" " + finding.text()))));
    }

    static ContainerTag<?> outcomes(List<ClusterOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return p("No release step ran.");
        }
        return scroll(
                "What each cluster did",
                ReportTables.<ClusterOutcome>table(
                        "outcomes",
                        "Where each cluster ended",
                        List.of("Cluster", "App", "Ended", "From", "To", "Took", "Back in", "Remark"),
                        outcomes,
                        outcome -> List.of(
                                td(outcome.app()),
                                td(resultSign(outcome.result()) + " "
                                                + outcome.result().title())
                                        .withClass("nowrap result-"
                                                + outcome.result().name().toLowerCase(Locale.ROOT)),
                                td(code(outcome.from())).attr("data-label", "from"),
                                td(code(outcome.to())).attr("data-label", "to"),
                                td(Times.words(outcome.took()))
                                        .withClass("number")
                                        .attr("data-label", "took"),
                                outcome.rolledBackIn() == null
                                        ? td("–").withClass("number none")
                                        : td(Times.words(outcome.rolledBackIn()))
                                                .withClass("number")
                                                .attr("data-label", "back in"),
                                td(outcome.remark()).attr("data-label", "")),
                        ClusterOutcome::cluster));
    }

    static ContainerTag<?> marks(List<Mark> marks) {
        if (marks.isEmpty()) {
            return p("Nothing happened.");
        }
        return scroll(
                "Events",
                ReportTables.<Mark>table(
                        "events",
                        "Batches, checks, approvals and faults, in order",
                        List.of("Time", "Sign", "Cluster", "What", "In words"),
                        marks,
                        mark -> List.of(
                                td(MarkLanes.badge(mark)),
                                td(mark.cluster() == null ? "all" : mark.cluster()),
                                td(mark.kind().title()).withClass("nowrap"),
                                td(mark.text())),
                        mark -> Times.clock(mark.at())));
    }

    static ContainerTag<?> assumptions(List<Assumption> assumptions) {
        if (assumptions.isEmpty()) {
            return p("None: every step of this pipeline was carried out.");
        }
        return scroll(
                "Answers that were not simulated",
                ReportTables.<Assumption>table(
                        "assumptions",
                        "Steps that a rehearsal cannot carry out, and what it took for their outcome",
                        List.of("Time", "Step", "Where", "Answer", "From"),
                        assumptions,
                        a -> List.of(
                                td(code(a.step()), span(" " + a.text())),
                                td(Places.withoutFolder(a.position())),
                                td(a.answer()),
                                td(a.source())),
                        a -> Times.clock(a.at())));
    }

    static <T> ContainerTag<?> table(
            String cls,
            String caption,
            List<String> columns,
            List<T> rows,
            Function<T, List<? extends DomContent>> cells,
            Function<T, String> rowHeader) {
        return TagCreator.table()
                .withClass(cls)
                .with(
                        caption(caption),
                        thead(tr().with(each(columns, column -> th(column).attr("scope", "col")))),
                        tbody().with(each(
                                rows, row -> tr().with(th(rowHeader.apply(row)).attr("scope", "row"))
                                        .with(cells.apply(row)))));
    }

    /** A wide table scrolls in its own box, which the keyboard reaches. */
    static ContainerTag<?> scroll(String label, ContainerTag<?> content) {
        return div().withClass("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", label)
                .with(content);
    }

    static String statusSign(StepSpan.Status status) {
        return switch (status) {
            case RUNNING -> "▸";
            case SUCCESS -> "✓";
            case SKIPPED -> "–";
            case UNSTABLE -> "△";
            case FAILED -> "✕";
            case ABORTED -> "■";
        };
    }

    private static String resultSign(ClusterOutcome.Result result) {
        return switch (result) {
            case RELEASED -> "✓";
            case ROLLED_BACK -> "↩";
            case UNCHANGED -> "–";
            case PAUSED -> "‖";
            case UNREACHABLE -> "?";
            case FAILED -> "✕";
        };
    }

    private static String weightSign(Finding.Weight weight) {
        return switch (weight) {
            case GOOD -> "✓";
            case INFO -> "i";
            case WARNING -> "△";
            case PROBLEM -> "✕";
        };
    }
}
