package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import io.jenkins.plugins.greyrelease.jenkins.release.VersionsInService;
import io.jenkins.plugins.greyrelease.jenkins.release.VersionsInService.Place;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;

/** Which version runs where, as a table. */
final class VersionsMarkup {
    private VersionsMarkup() {}

    /**
     * The table; empty if nothing is known.
     *
     * @param job the job's full name, on whose page it stands: links to its runs are relative to that
     */
    static String of(VersionsInService versions, String job) {
        if (versions.places().isEmpty()) {
            return "";
        }
        return section()
                .withClass("grey-page grey-versions")
                .attr("aria-labelledby", "grey-versions-title")
                .with(
                        h2("Versions in service").withId("grey-versions-title"),
                        div().withClass("grey-scroll")
                                .with(table().withClass("jenkins-table")
                                        .with(
                                                caption("As this job's releases left them")
                                                        .withClass("jenkins-visually-hidden"),
                                                ClusterMarkup.head("App", "Cluster", "Version", "Last release"),
                                                tbody().with(each(versions.places(), place -> row(place, job))))))
                .render();
    }

    private static ContainerTag<?> row(Place place, String job) {
        return tr().with(
                        td(place.app()).attr("role", "rowheader"),
                        td(place.cluster() + ", " + place.namespace()),
                        td().with(place.image().isEmpty() ? span("not known") : code(place.image()))
                                .with(span(place.remark().isEmpty() ? "" : " " + place.remark())
                                        .withClass("grey-muted")),
                        td(last(place, job)));
    }

    /** A run that was deleted meanwhile answers with Jenkins' own page for that. */
    private static DomContent last(Place place, String job) {
        String number = place.run().substring(place.run().lastIndexOf('#') + 1);
        String day = place.at().length() < 10 ? place.at() : place.at().substring(0, 10);
        return RunNames.job(place.run()).equals(job)
                ? span(a("#" + number).withHref(number + "/grey-release/"), span(" " + day))
                : span(day);
    }
}
