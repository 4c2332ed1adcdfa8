package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.greyrelease.image.survey.BaseReport;
import io.jenkins.plugins.greyrelease.image.survey.Stand;
import io.jenkins.plugins.greyrelease.image.survey.Use;
import io.jenkins.plugins.greyrelease.manifest.Json;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which app stands on which base image: sentences about the whole, then a line for each app, those behind first. */
final class BasesMarkup {
    private BasesMarkup() {}

    /** The whole, with what stays when its content is renewed. */
    static String page(BaseSurveys.Look look) {
        return PageBody.frame("state?html=true", look.running(), content(look)).render();
    }

    /** The same as JSON. */
    static String json(BaseSurveys.Look look, boolean html) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("live", look.running());
        look.at().ifPresent(at -> all.put("at", at.toString()));
        all.put("problem", look.problem());
        look.report().ifPresent(report -> {
            all.put("summary", report.summary());
            all.put("apps", report.lines().stream().map(BasesMarkup::line).toList());
        });
        if (html) {
            all.put("html", content(look).render());
        }
        try {
            return Json.MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are no JSON", e);
        }
    }

    private static Map<String, Object> line(BaseReport.Line line) {
        Use use = line.first().use();
        Stand stand = line.first().stand();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("namespace", use.namespace());
        one.put("app", use.app());
        one.put("container", use.container());
        one.put("image", use.image());
        one.put("state", stand.state().name());
        one.put("base", stand.base());
        one.put("version", stand.version());
        one.put("released", stand.newest());
        stand.behind().ifPresent(count -> one.put("behind", count));
        one.put("clusters", line.clusters());
        return one;
    }

    private static ContainerTag<?> content(BaseSurveys.Look look) {
        return div().withId("grey-content")
                .with(
                        p(progress(look)).withClass("grey-muted"),
                        iff(!look.problem().isEmpty(), p("The list could not be made: " + look.problem())))
                .with(look.report().map(BasesMarkup::report).orElse(List.of()));
    }

    private static String progress(BaseSurveys.Look look) {
        String running = "Clusters and registries are being asked.";
        return look.at()
                .map(at -> "As of " + at.truncatedTo(ChronoUnit.SECONDS) + "."
                        + (look.running()
                                ? " " + running
                                : " Load the page after " + BaseSurveys.FRESH.toMinutes() + " minutes for a new list."))
                .orElse(look.running() ? running : "");
    }

    private static List<DomContent> report(BaseReport report) {
        List<BaseReport.Line> lines = report.lines();
        return List.of(
                report.summary().isEmpty()
                        ? p("No Deployment runs in these clusters.")
                        : ul().with(each(report.summary(), line -> li(line))),
                iff(
                        !lines.isEmpty(),
                        div().withClass("grey-scroll")
                                .attr("tabindex", "0")
                                .attr("role", "region")
                                .attr("aria-label", "Base images of applications")
                                .with(table().withClass("jenkins-table")
                                        .with(
                                                caption("Which application stands on which base image")
                                                        .withClass("jenkins-visually-hidden"),
                                                ClusterMarkup.head(
                                                        "App", "Base", "Stands on", "Released", "Image", "Clusters"),
                                                tbody().with(each(lines, BasesMarkup::row))))));
    }

    private static ContainerTag<?> row(BaseReport.Line line) {
        Use use = line.first().use();
        Stand stand = line.first().stand();
        return tr().with(
                        td(use.namespace() + "/" + use.app() + ", " + use.container())
                                .attr("role", "rowheader"),
                        td(stand.base()),
                        td(stand.words()),
                        td(stand.newest()),
                        td(code(use.image().replaceFirst("@.*", ""))),
                        td(String.join(", ", line.clusters())));
    }
}
