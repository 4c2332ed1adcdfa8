package io.jenkins.plugins.greyrelease.picture;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Shapes whose places are percentages, so that a chart fills any width without its strokes, patterns and letters being
 * stretched. Places are attributes and never styles: a strict Content-Security-Policy lets them pass.
 */
public final class Svg {
    private Svg() {}

    /** {@code 12.34%}. */
    public static String percent(double value) {
        return BigDecimal.valueOf(value)
                        .setScale(2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    /** A rectangle; places and sizes in percent of the drawing. */
    public static ContainerTag<?> rect(double x, double y, double width, double height, String cls) {
        return tag("rect")
                .attr("x", percent(x))
                .attr("y", percent(y))
                .attr("width", percent(width))
                .attr("height", percent(height))
                .attr("class", cls);
    }

    /** A line; places in percent of the drawing. */
    static ContainerTag<?> line(double x1, double y1, double x2, double y2, String cls) {
        return tag("line")
                .attr("x1", percent(x1))
                .attr("y1", percent(y1))
                .attr("x2", percent(x2))
                .attr("y2", percent(y2))
                .attr("class", cls);
    }

    /** Words; the place in percent of the drawing, the class says which end of the words it is. */
    static ContainerTag<?> text(double x, double y, String words, String cls) {
        return tag("text")
                .attr("x", percent(x))
                .attr("y", percent(y))
                .attr("class", cls)
                .withText(words);
    }

    /** Patterns that tell the areas apart without colour; once in a page. */
    public static ContainerTag<?> patterns() {
        return tag("svg")
                .attr("width", "0")
                .attr("height", "0")
                .attr("aria-hidden", "true")
                .attr("focusable", "false")
                .attr("class", "grey-patterns")
                .with(tag("defs")
                        .with(
                                pattern("p-old", "old-bg", "M3 3h1.2v1.2h-1.2z", "old-dot"),
                                pattern("p-old-starting", "starting-bg", "M-2 2l4 -4M0 8l8 -8M6 10l4 -4", "old-stroke"),
                                pattern("p-new-starting", "starting-bg", "M-2 6l4 4M0 0l8 8M6 -2l4 4", "new-stroke")));
    }

    private static ContainerTag<?> pattern(String id, String background, String path, String stroke) {
        return tag("pattern")
                .attr("id", id)
                .attr("width", "8")
                .attr("height", "8")
                .attr("patternUnits", "userSpaceOnUse")
                .with(
                        tag("rect").attr("width", "8").attr("height", "8").attr("class", background),
                        tag("path").attr("d", path).attr("class", stroke));
    }
}
