package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;

import io.jenkins.plugins.greyrelease.picture.Chart;
import io.jenkins.plugins.greyrelease.picture.Legend;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.TimeAxis;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** A chart for each app and cluster, and what its colours mean. */
final class PodCharts {
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
        all.add(Legend.keys());
        all.add(div().withClass("grey-charts").with(lively));
        if (!still.isEmpty()) {
            all.add(details()
                    .withClass("still")
                    .with(
                            summary(still.size() + " charts in which no pod came or went"),
                            div().withClass("grey-charts").with(still)));
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
}
