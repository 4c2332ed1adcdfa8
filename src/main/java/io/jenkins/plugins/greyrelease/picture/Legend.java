package io.jenkins.plugins.greyrelease.picture;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import java.util.List;

/** What the areas of a chart mean; once in a page. */
public final class Legend {
    private static final List<String> AREAS = List.of("new", "new-starting", "old", "old-starting");

    private Legend() {}

    /** A key for each area and for the line of the pods that are wanted. */
    public static ContainerTag<?> keys() {
        return div().withClass("grey-legend")
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
