package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.jenkins.plugins.greyrelease.picture.Assets;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.Svg;
import io.jenkins.plugins.greyrelease.picture.TimeAxis;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Findings;
import io.jenkins.plugins.greyrelease.rehearsal.trace.StepSpan;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Verdict;
import j2html.Config;
import j2html.TagCreator;
import j2html.rendering.FlatHtml;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The report of a rehearsal as one HTML file that needs nothing else. */
public final class Report {
    private final Trace trace;
    private final TimeAxis axis;

    private Report(Trace trace) {
        this.trace = trace;
        this.axis = axis(trace);
    }

    /** The page. Equal traces give equal pages. */
    public static String html(Trace trace) {
        return new Report(trace).page();
    }

    /** The axis of everything in the trace. */
    private static TimeAxis axis(Trace trace) {
        return TimeAxis.of(
                trace.length(),
                Stream.of(
                                trace.samples().stream().map(PodSample::at),
                                trace.marks().stream().map(Mark::at),
                                trace.assumptions().stream().map(Assumption::at),
                                trace.steps().stream().map(StepSpan::start))
                        .flatMap(times -> times)
                        .toList());
    }

    private String page() {
        ContainerTag<?> page = TagCreator.html()
                .withLang("en")
                .with(
                        head().with(
                                        meta().withCharset("utf-8"),
                                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                        meta().withName("color-scheme").withContent("light dark"),
                                        title(trace.verdict().title() + ": " + trace.title()),
                                        style().with(rawHtml(Assets.css() + Assets.text(Report.class, "report.css")))),
                        body().with(
                                        a("To the findings")
                                                .withHref("#findings")
                                                .withClass("skip"),
                                        Svg.patterns(),
                                        banner(),
                                        main().with(sections()),
                                        footer(p("Made by grey rehearse from simulated clusters in virtual time."
                                                + " No real cluster was touched.")),
                                        script().with(rawHtml(
                                                Assets.script() + Assets.text(Report.class, "report.js")))));
        try {
            return page.render(FlatHtml.into(
                                    new StringBuilder("<!DOCTYPE html>\n"),
                                    Config.defaults().withEmptyTagsClosed(true)))
                            .toString()
                    + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("writing the report into memory", e);
        }
    }

    private ContainerTag<?> banner() {
        Verdict verdict = trace.verdict();
        return header().withClass("banner verdict-" + verdict.name().toLowerCase(Locale.ROOT))
                .with(
                        p("Rehearsal of a grey release").withClass("kicker"),
                        h1().with(Places.breakable(trace.title())),
                        p().withClass("verdict")
                                .with(
                                        span(sign(verdict))
                                                .attr("aria-hidden", "true")
                                                .withClass("verdict-sign"),
                                        strong(verdict.title()),
                                        span(" " + trace.sentence())),
                        iff(!trace.failure().isEmpty(), p(trace.failure()).withClass("failure")),
                        dl().withClass("facts")
                                .with(
                                        fact("Pipeline", trace.result()),
                                        fact(
                                                "Clusters",
                                                Integer.toString(
                                                        trace.clusters().size())),
                                        fact("Virtual time", Times.words(trace.length())),
                                        fact("Invariants checked at", trace.events() + " events"),
                                        fact(
                                                "Invariants broken",
                                                Integer.toString(
                                                        trace.violations().size())),
                                        fact("Seed", Long.toString(trace.seed()))));
    }

    private static DomContent fact(String name, String value) {
        return div(dt(name), dd(value));
    }

    private static String sign(Verdict verdict) {
        return switch (verdict) {
            case REHEARSED -> "✓";
            case FLOW_ONLY -> "~";
            case OPEN -> "‖";
            case REFUSED -> "⊘";
            case STOPPED -> "■";
            case FAILED, BROKEN -> "✕";
        };
    }

    private List<DomContent> sections() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("findings", "What it showed");
        headings.put("clusters", "What each cluster did");
        headings.put("pods", "Pods over time");
        headings.put("events", "Events");
        if (!trace.approvals().isEmpty()) {
            headings.put("approvals", "Approvals");
        }
        headings.put("steps", "Steps");
        headings.put("assumed", "Answers that were not simulated");
        headings.put("again", "Again");
        List<DomContent> all = new ArrayList<>();
        all.add(nav().attr("aria-label", "On this page")
                .with(each(headings.entrySet(), each -> a(each.getValue()).withHref("#" + each.getKey()))));
        headings.forEach((id, heading) -> all.add(section()
                .withId(id)
                .attr("aria-labelledby", id + "-heading")
                .with(h2(heading).withId(id + "-heading"))
                .with(content(id))));
        return all;
    }

    private List<DomContent> content(String section) {
        return switch (section) {
            case "findings" -> List.of(ReportTables.findings(Findings.of(trace)));
            case "clusters" -> List.of(ReportTables.outcomes(trace.outcomes()));
            case "pods" -> new PodCharts(trace, axis).content();
            case "events" -> List.of(ReportTables.marks(trace.marks()));
            case "approvals" -> ApprovalTables.of(trace.approvals());
            case "steps" -> List.of(StepTimeline.of(axis, trace));
            case "assumed" -> List.of(ReportTables.assumptions(trace.assumptions()));
            default ->
                List.of(
                        p("The same pipeline, manifests, faults and seed give the same rehearsal:"),
                        p(code(trace.replay()).withClass("command")));
        };
    }
}
