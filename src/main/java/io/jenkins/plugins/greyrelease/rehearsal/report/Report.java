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
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.title;

import io.jenkins.plugins.greyrelease.rehearsal.trace.Findings;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Verdict;
import j2html.Config;
import j2html.TagCreator;
import j2html.rendering.FlatHtml;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report of a rehearsal as one HTML file that needs nothing else. */
public final class Report {
    private static final List<String> AREAS = List.of("new", "new-starting", "old", "old-starting");

    private final Trace trace;
    private final TimeAxis axis;

    private Report(Trace trace) {
        this.trace = trace;
        this.axis = TimeAxis.of(trace);
    }

    /** The page. Equal traces give equal pages. */
    public static String html(Trace trace) {
        return new Report(trace).page();
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
                                        style().with(rawHtml(resource("report.css")))),
                        body().with(
                                        a("To the findings")
                                                .withHref("#findings")
                                                .withClass("skip"),
                                        Svg.patterns(),
                                        banner(),
                                        main().with(sections()),
                                        footer(p("Made by grey rehearse from simulated clusters in virtual time."
                                                + " No real cluster was touched.")),
                                        script().with(rawHtml(resource("report.js")))));
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
                        h1(trace.title()),
                        p().withClass("verdict")
                                .with(
                                        span(sign(verdict))
                                                .attr("aria-hidden", "true")
                                                .withClass("verdict-sign"),
                                        strong(verdict.title()),
                                        span(" " + verdict.sentence())),
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
            case FAILED -> "✕";
        };
    }

    private List<DomContent> sections() {
        return List.of(
                part("findings", "What it showed", ReportTables.findings(Findings.of(trace))),
                part("clusters", "What each cluster did", ReportTables.outcomes(trace.outcomes())),
                part("pods", "Pods over time", pods().toArray(DomContent[]::new)),
                part("events", "Events", ReportTables.marks(trace.marks())),
                part("steps", "Steps", StepTimeline.of(axis, trace)),
                part("assumed", "Answers that were not simulated", ReportTables.assumptions(trace.assumptions())),
                part(
                        "again",
                        "Again",
                        p("The same pipeline, manifests, faults and seed give the same rehearsal:"),
                        p(code(trace.replay()).withClass("command"))));
    }

    private static ContainerTag<?> part(String id, String heading, DomContent... content) {
        return section()
                .withId(id)
                .attr("aria-labelledby", id + "-heading")
                .with(h2(heading).withId(id + "-heading"))
                .with(content);
    }

    private List<DomContent> pods() {
        List<DomContent> charts = new ArrayList<>();
        for (String cluster : trace.clusters()) {
            for (String app : trace.appsIn(cluster)) {
                charts.add(new Chart(
                                axis,
                                trace.length(),
                                trace.samplesOf(cluster, app),
                                trace.marksOf(cluster).toList())
                        .figure("chart-" + charts.size(), app + " in " + cluster));
            }
        }
        if (charts.isEmpty()) {
            return List.of(p("No app was watched."));
        }
        return List.of(legend(), div().withClass("charts").with(charts));
    }

    private static ContainerTag<?> legend() {
        return div().withClass("legend")
                .attr("role", "group")
                .attr("aria-label", "Legend")
                .with(each(
                        AREAS,
                        area -> key(
                                Svg.rect(0, 0, 100, 100, "area " + area),
                                area.replace("-starting", ", not serving").replaceFirst("^(new|old)$", "$1, serving"))))
                .with(key(Svg.line(0, 50, 100, 50, "desired"), "wanted"));
    }

    private static ContainerTag<?> key(ContainerTag<?> shape, String words) {
        return span().withClass("legend-item")
                .with(
                        tag("svg")
                                .attr("width", "22")
                                .attr("height", "14")
                                .attr("aria-hidden", "true")
                                .with(shape),
                        span(words));
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " from the grey command's own files", e);
        }
    }
}
