package io.jenkins.plugins.greyrelease.picture;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.output;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;

import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pods of one app over time as a stacked area: new and serving at the bottom, then new and starting, old and serving,
 * old and not serving; a dashed line for the number wanted.
 */
public final class Chart {
    /** Labels of the upright axis stand at least this part of its height apart. */
    private static final double CLOSE = 0.15;
    /** Labels of times this near to the beginning (percent) start there, rather than having it in their middle. */
    private static final double EDGE = 3;

    /** Areas reach this far (percent) below the next one, so that no gap shows between them. */
    private static final double SEAM = 0.05;

    private final TimeAxis axis;
    private final Duration end;
    private final List<PodSample> samples;
    private final List<Mark> marks;
    private final int top;

    /**
     * @param end when the drawing ends, from the axis's zero
     * @param samples of one app in one cluster, in order; one at least
     * @param marks that concern it, in order
     */
    public Chart(TimeAxis axis, Duration end, List<PodSample> samples, List<Mark> marks) {
        this.axis = axis;
        this.end = end;
        this.samples = samples;
        this.marks = marks;
        this.top = Math.max(
                1,
                samples.stream()
                        .mapToInt(sample -> Math.max(sample.pods(), sample.desired()))
                        .max()
                        .orElse(1));
    }

    /**
     * The chart with its caption and its numbers as a table.
     *
     * @param id of the figure, of its own in the page
     * @param title such as {@code cart in gd9-a}
     */
    public ContainerTag<?> figure(String id, String title) {
        return TagCreator.figure()
                .withClass("grey-chart")
                .withId(id)
                .with(
                        figcaption()
                                .with(
                                        span(title).withClass("chart-title"),
                                        span(summary()).withClass("muted")),
                        div().withClass("lanes").attr("aria-hidden", "true").with(new MarkLanes(axis, marks).lanes()),
                        div().withClass("frame")
                                .with(
                                        yLabels(),
                                        div().withClass("plot")
                                                .attr("data-title", title)
                                                .attr("data-starts", starts())
                                                .with(drawing(title), div().withClass("cursor"))),
                        xLabels(),
                        output().withClass("readout").attr("aria-hidden", "true"),
                        SampleTable.of(title, samples));
    }

    private String starts() {
        return samples.stream()
                .map(sample -> Svg.percent(axis.percent(sample.at())).replace("%", ""))
                .collect(Collectors.joining(" "));
    }

    private String summary() {
        PodSample last = samples.get(samples.size() - 1);
        return "ends with " + last.newPods() + " new and " + last.oldPods() + " old, " + last.desired() + " wanted";
    }

    private ContainerTag<?> drawing(String title) {
        List<DomContent> shapes = new ArrayList<>();
        axis.breaks().forEach(gap -> shapes.add(Svg.rect(gap.from(), 0, gap.width(), 100, "gap")));
        for (int i = 0; i < samples.size(); i++) {
            PodSample sample = samples.get(i);
            double from = axis.percent(sample.at());
            double to = axis.percent(i + 1 < samples.size() ? samples.get(i + 1).at() : end);
            boolean last = i + 1 == samples.size();
            areas(shapes, sample, from, to - from + (last || to == from ? 0 : SEAM));
        }
        desiredLine(shapes);
        marks.forEach(mark -> shapes.add(Svg.line(
                axis.percent(mark.at()), 0, axis.percent(mark.at()), 100, "mark " + MarkLanes.tone(mark.kind()))));
        return tag("svg")
                .attr("role", "img")
                .attr("aria-label", title + ", pods over time: " + summary() + ". The numbers are in the table below.")
                .attr("width", "100%")
                .attr("height", "100%")
                .with(shapes);
    }

    private void areas(List<DomContent> shapes, PodSample sample, double from, double width) {
        int below = 0;
        below = area(shapes, below, sample.newReady(), "new", from, width);
        below = area(shapes, below, sample.newPods() - sample.newReady(), "new-starting", from, width);
        below = area(shapes, below, sample.oldReady(), "old", from, width);
        area(shapes, below, sample.oldPods() - sample.oldReady(), "old-starting", from, width);
    }

    private int area(List<DomContent> shapes, int below, int count, String cls, double from, double width) {
        if (count > 0 && width > 0) {
            shapes.add(Svg.rect(from, y(below + count), width, y(below) - y(below + count), "area " + cls));
        }
        return below + Math.max(0, count);
    }

    private void desiredLine(List<DomContent> shapes) {
        for (int i = 0; i < samples.size(); i++) {
            double from = axis.percent(samples.get(i).at());
            double to = axis.percent(i + 1 < samples.size() ? samples.get(i + 1).at() : end);
            double y = y(samples.get(i).desired());
            shapes.add(Svg.line(from, y, to, y, "desired"));
            if (i > 0 && samples.get(i - 1).desired() != samples.get(i).desired()) {
                shapes.add(Svg.line(from, y(samples.get(i - 1).desired()), from, y, "desired"));
            }
        }
    }

    /** A little air above the highest number keeps the line of the wanted pods visible. */
    private double y(int pods) {
        return 100 - 94.0 * pods / top;
    }

    private ContainerTag<?> yLabels() {
        return tag("svg")
                .attr("class", "y-labels")
                .attr("aria-hidden", "true")
                .with(each(yTicks(), pods -> Svg.text(100, y(pods), Integer.toString(pods), "tick")));
    }

    /** None, as many as are wanted at the end, and the most; where two would touch, the most goes. */
    private List<Integer> yTicks() {
        int wanted = samples.get(samples.size() - 1).desired();
        if (wanted < CLOSE * top) {
            return List.of(0, top);
        }
        return top - wanted < CLOSE * top ? List.of(0, wanted) : List.of(0, wanted, top);
    }

    private ContainerTag<?> xLabels() {
        return tag("svg")
                .attr("class", "x-labels")
                .attr("aria-hidden", "true")
                .with(
                        each(
                                axis.ticks(),
                                tick -> Svg.text(
                                        tick.percent(),
                                        50,
                                        tick.label(),
                                        tick.percent() < EDGE ? "tick first" : "tick")),
                        each(
                                axis.breaks(),
                                gap -> Svg.text(gap.from() + gap.width() / 2, 50, "… " + gap.length(), "gap-label")));
    }
}
