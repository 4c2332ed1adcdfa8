package io.jenkins.plugins.greyrelease.picture;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.ContainerTag;
import java.util.List;

/** The numbers of a chart, for those who cannot or do not want to look at it; the page's script reads them too. */
final class SampleTable {
    private SampleTable() {}

    static ContainerTag<?> of(String title, List<PodSample> samples) {
        return details()
                .with(
                        summary("Numbers"),
                        div().withClass("scroll")
                                .attr("tabindex", "0")
                                .attr("role", "region")
                                .attr("aria-label", "Numbers of " + title)
                                .with(table().withClass("numbers")
                                        .with(
                                                caption("Pods of " + title),
                                                thead(tr().with(each(
                                                        List.of(
                                                                "Time",
                                                                "New, serving",
                                                                "New, all",
                                                                "Old, serving",
                                                                "Old, all",
                                                                "Wanted"),
                                                        name -> th(name).attr("scope", "col")))),
                                                tbody().with(each(samples, SampleTable::row)))));
    }

    private static ContainerTag<?> row(PodSample sample) {
        return tr().attr("data-at", Long.toString(sample.at().toMillis()))
                .with(th(Times.clock(sample.at())).attr("scope", "row"))
                .with(each(
                        List.of(
                                sample.newReady(),
                                sample.newPods(),
                                sample.oldReady(),
                                sample.oldPods(),
                                sample.desired()),
                        number -> td(Integer.toString(number))));
    }
}
