package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.jenkins.plugins.greyrelease.picture.Svg;
import io.jenkins.plugins.greyrelease.picture.TimeAxis;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.StepSpan;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import j2html.tags.ContainerTag;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pipeline's steps as a table whose last column is a bar over time. */
final class StepTimeline {
    private static final int DEEPEST = 6;

    private final TimeAxis axis;
    private final Duration end;
    private final Map<String, Integer> depths = new HashMap<>();

    private StepTimeline(TimeAxis axis, Trace trace) {
        this.axis = axis;
        this.end = trace.length();
        for (StepSpan step : trace.steps()) {
            Integer above = step.parent() == null ? null : depths.get(step.parent());
            depths.put(step.id(), above == null ? 0 : above + 1);
        }
    }

    /** The table, in the order in which the steps began. */
    static ContainerTag<?> of(TimeAxis axis, Trace trace) {
        StepTimeline timeline = new StepTimeline(axis, trace);
        return table().withClass("steps")
                .with(
                        caption("Steps of the pipeline, in the order they began"),
                        thead(tr().with(each(
                                List.of("Step", "Result", "From", "Took", "Over time"),
                                name -> th(name).attr("scope", "col")))),
                        tbody().with(each(trace.steps(), timeline::row)));
    }

    private ContainerTag<?> row(StepSpan step) {
        int depth = Math.min(DEEPEST, depths.get(step.id()));
        String status = step.status().name().toLowerCase(Locale.ROOT);
        return tr().withClass("status-" + status)
                .with(
                        th().attr("scope", "row")
                                .withClass("depth-" + depth)
                                .with(
                                        code(step.name()),
                                        iff(!step.label().isEmpty(), span(" " + step.label())),
                                        iff(
                                                !step.position().isEmpty(),
                                                span(" " + Places.withoutFolder(step.position()))
                                                        .withClass("muted position"))),
                        td(ReportTables.statusSign(step.status()) + " " + status)
                                .withClass("status"),
                        td(Times.clock(step.start())).withClass("number"),
                        td(step.end() == null ? "still running" : Times.words(step.took()))
                                .withClass("number"),
                        td().withClass("bar-cell").with(bar(step)));
    }

    private ContainerTag<?> bar(StepSpan step) {
        double from = axis.percent(step.start());
        double to = axis.percent(step.end() == null ? end : step.end());
        return div().withClass("track")
                .attr("aria-hidden", "true")
                .with(div().withClass("bar")
                        .withStyle("left:" + Svg.percent(from) + ";width:" + Svg.percent(to - from)));
    }
}
