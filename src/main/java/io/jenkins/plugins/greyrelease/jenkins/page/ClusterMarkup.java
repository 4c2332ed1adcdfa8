package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.jenkins.plugins.greyrelease.picture.Chart;
import io.jenkins.plugins.greyrelease.picture.Legend;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.Svg;
import io.jenkins.plugins.greyrelease.picture.TimeAxis;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The clusters of a release: a table of all of them, and drawings of those that matter most. */
final class ClusterMarkup {
    /** So many are drawn without being asked for all. */
    static final int CHARTS = 12;
    /** More batches than these are only told in words. */
    private static final int SQUARES = 10;

    private final ReleaseView view;
    private final boolean everything;

    ClusterMarkup(ReleaseView view, boolean everything) {
        this.view = view;
        this.everything = everything;
    }

    DomContent content() {
        List<ClusterPicture> clusters = view.picture().clusters();
        return div().with(iff(
                        !clusters.isEmpty(),
                        div().withClass("grey-scroll")
                                .with(table().withClass("jenkins-table grey-clusters")
                                        .with(
                                                caption("Clusters of the release of " + view.app())
                                                        .withClass("jenkins-visually-hidden"),
                                                head("Cluster", "Batch", "Pods", "How it stands"),
                                                tbody().with(each(clusters, ClusterMarkup::row))))))
                .with(charts());
    }

    static ContainerTag<?> head(String... columns) {
        return thead(tr().with(each(List.of(columns), name -> th(name).attr("scope", "col"))));
    }

    private static ContainerTag<?> row(ClusterPicture cluster) {
        return tr().with(
                        td(cluster.cluster()).attr("role", "rowheader"),
                        td().withClass("grey-nowrap").with(batch(cluster)),
                        td().withClass("grey-nowrap").with(pods(cluster)),
                        td(span(sign(cluster))
                                        .withClass("grey-sign " + tone(cluster))
                                        .attr("aria-hidden", "true"))
                                .with(span(" " + cluster.standing())));
    }

    private static ContainerTag<?> batch(ClusterPicture cluster) {
        if (cluster.batches() == 0) {
            return span("–");
        }
        ContainerTag<?> squares = tag("svg")
                .attr("class", "grey-batches")
                .attr("width", Integer.toString(cluster.batches() * 14))
                .attr("height", "12")
                .attr("aria-hidden", "true")
                .with(each(IntStream.range(0, cluster.batches()).boxed().toList(), i -> tag("rect")
                        .attr("x", Integer.toString(i * 14 + 1))
                        .attr("y", "1")
                        .attr("width", "10")
                        .attr("height", "10")
                        .attr("rx", "2")
                        .attr("class", i < cluster.batch() ? "begun" : "to-come")));
        return span(
                iff(cluster.batches() <= SQUARES, squares), span(" " + cluster.batch() + " of " + cluster.batches()));
    }

    private static ContainerTag<?> pods(ClusterPicture cluster) {
        if (cluster.desired() + cluster.oldPods() + cluster.newPods() == 0) {
            return span("–");
        }
        int all = Math.max(1, Math.max(cluster.desired(), cluster.oldPods() + cluster.newPods()));
        double scale = 100.0 / all;
        int starting = cluster.newPods() - cluster.newReady();
        return span(tag("svg")
                        .attr("class", "grey-bar")
                        .attr("width", "90")
                        .attr("height", "12")
                        .attr("aria-hidden", "true")
                        .with(
                                Svg.rect(0, 0, cluster.newReady() * scale, 100, "area new"),
                                Svg.rect(cluster.newReady() * scale, 0, starting * scale, 100, "area new-starting"),
                                Svg.rect(cluster.newPods() * scale, 0, cluster.oldReady() * scale, 100, "area old"),
                                Svg.rect(
                                        (cluster.newPods() + cluster.oldReady()) * scale,
                                        0,
                                        (cluster.oldPods() - cluster.oldReady()) * scale,
                                        100,
                                        "area old-starting")))
                .with(span(" " + side(cluster.newPods(), cluster.newReady()) + " new, "
                        + side(cluster.oldPods(), cluster.oldReady()) + " old, " + cluster.desired() + " wanted"));
    }

    private static String side(int pods, int ready) {
        return pods == ready ? Integer.toString(pods) : ready + " of " + pods;
    }

    private static String sign(ClusterPicture cluster) {
        if (cluster.paused()) {
            return "‖";
        }
        return switch (cluster.part()) {
            case NOT_BEGUN -> "–";
            case UNDER_WAY -> "▸";
            case NEW -> "✓";
            case GOING_BACK, OLD -> "↩";
        };
    }

    private static String tone(ClusterPicture cluster) {
        if (cluster.paused()) {
            return "tone-warn";
        }
        return switch (cluster.part()) {
            case NOT_BEGUN -> "tone-note";
            case UNDER_WAY -> "tone-batch";
            case NEW -> "tone-good";
            case GOING_BACK, OLD -> "tone-bad";
        };
    }

    private List<DomContent> charts() {
        List<ClusterPicture> counted = view.picture().clusters().stream()
                .filter(cluster ->
                        !view.recording().samplesOf(cluster.cluster()).isEmpty())
                .toList();
        if (counted.isEmpty()) {
            return List.of();
        }
        Set<String> drawn = drawn(counted);
        Duration end = view.end();
        TimeAxis axis = TimeAxis.of(end, moments().toList());
        List<DomContent> charts = IntStream.range(0, counted.size())
                .filter(i -> drawn.contains(counted.get(i).cluster()))
                .mapToObj(i -> (DomContent) chart(axis, end, counted.get(i), i))
                .toList();
        List<DomContent> all = new ArrayList<>();
        all.add(Legend.keys());
        all.add(div().withClass("grey-charts").with(charts));
        if (drawn.size() < counted.size()) {
            String words =
                    "Drawn are the " + drawn.size() + " of " + counted.size() + " clusters that matter most now. ";
            all.add(p(span(words), a("Draw all").withHref("?charts=all")));
        }
        return all;
    }

    /** Clusters in trouble first, then those in which something happens, in the release's order. */
    private Set<String> drawn(List<ClusterPicture> counted) {
        Set<String> drawn = new TreeSet<>();
        counted.stream()
                .sorted(Comparator.comparingInt(ReleaseView::rank))
                .limit(everything ? counted.size() : CHARTS)
                .forEach(cluster -> drawn.add(cluster.cluster()));
        return drawn;
    }

    private Stream<Duration> moments() {
        return Stream.concat(
                view.recording().samples().values().stream()
                        .flatMap(List::stream)
                        .map(PodSample::at),
                view.recording().marks().stream().map(Mark::at));
    }

    private ContainerTag<?> chart(TimeAxis axis, Duration end, ClusterPicture cluster, int index) {
        List<Mark> marks = view.recording().marks().stream()
                .filter(mark -> mark.concerns(cluster.cluster()))
                .toList();
        return new Chart(axis, end, view.recording().samplesOf(cluster.cluster()), marks)
                .figure("grey-" + view.id() + "-" + index, view.app() + " in " + cluster.cluster());
    }
}
