package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.tag;

import io.jenkins.plugins.greyrelease.rehearsal.trace.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** A chart for each app and cluster, and what their colours mean. */
final class PodCharts {
    private static final List<String> AREAS = List.of("new", "new-starting", "old", "old-starting");
    /** So many charts in which nothing happens may stand among the others. */
    private static final int FEW = 3;

    private final Trace trace;
    private final TimeAxis axis;
    private int count;

    PodCharts(Trace trace, TimeAxis axis) {
        this.trace = trace;
        this.axis = axis;
    }

    List<DomContent> content() {
        List<DomContent> lively = new ArrayList<>();
        List<DomContent> still = new ArrayList<>();
        boolean apart = stillOnes() > FEW;
        for (String cluster : trace.clusters()) {
            for (String app : trace.appsIn(cluster)) {
                List<PodSample> samples = trace.samplesOf(cluster, app);
                (apart && samples.size() == 1 ? still : lively).add(chart(cluster, app, samples));
            }
        }
        if (count == 0) {
            return List.of(p("No app was watched."));
        }
        List<DomContent> all = new ArrayList<>();
        all.add(legend());
        all.add(div().withClass("charts").with(lively));
        if (!still.isEmpty()) {
            all.add(details()
                    .withClass("still")
                    .with(
                            summary(still.size() + " charts in which no pod came or went"),
                            div().withClass("charts").with(still)));
        }
        return all;
    }

    private long stillOnes() {
        return trace.clusters().stream()
                .flatMap(cluster -> trace.appsIn(cluster).stream().map(app -> trace.samplesOf(cluster, app)))
                .filter(samples -> samples.size() == 1)
                .count();
    }

    private ContainerTag<?> chart(String cluster, String app, List<PodSample> samples) {
        return new Chart(axis, trace.length(), samples, trace.marksOf(cluster).toList())
                .figure("chart-" + count++, app + " in " + cluster);
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
}
