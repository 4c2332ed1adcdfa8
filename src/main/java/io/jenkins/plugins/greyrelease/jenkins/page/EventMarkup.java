package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.time;
import static j2html.TagCreator.tr;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.MarkLanes;
import io.jenkins.plugins.greyrelease.picture.Times;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The events of a release, the newest first. */
final class EventMarkup {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ReleaseView view;
    private final ZoneId zone;

    EventMarkup(ReleaseView view, ZoneId zone) {
        this.view = view;
        this.zone = zone;
    }

    DomContent content() {
        List<Mark> marks = new ArrayList<>(view.recording().marks());
        Collections.reverse(marks);
        return iff(
                !marks.isEmpty(),
                details()
                        .withClass("grey-events")
                        .attr("open", "")
                        .with(
                                summary("Events (" + marks.size() + ")"),
                                div().withClass("grey-scroll")
                                        .attr("tabindex", "0")
                                        .attr("role", "region")
                                        .attr("aria-label", "Events of the release of " + view.app())
                                        .with(table().withClass("jenkins-table")
                                                .with(
                                                        caption("Batches, checks and trouble, the newest first")
                                                                .withClass("jenkins-visually-hidden"),
                                                        ClusterMarkup.head("Time", "After", "Cluster", "What"),
                                                        tbody().with(each(marks, this::row))))));
    }

    private ContainerTag<?> row(Mark mark) {
        Instant at = view.recording().start().plus(mark.at());
        return tr().with(
                        td(time(CLOCK.withZone(zone).format(at)).attr("datetime", at.toString()))
                                .attr("role", "rowheader"),
                        td(Times.clock(mark.at())),
                        td(mark.cluster() == null ? "all" : mark.cluster()),
                        td(MarkLanes.badge(mark)).withText(" " + mark.kind().title() + ": " + mark.text()));
    }
}
