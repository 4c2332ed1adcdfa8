package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.time;

import io.jenkins.plugins.greyrelease.picture.Times;
import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** One release as a section of a page. It reads and works without a script; the script only keeps it up to date. */
final class ReleaseMarkup {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ROOT);

    private final ReleaseView view;
    private final Viewer viewer;

    private ReleaseMarkup(ReleaseView view, Viewer viewer) {
        this.view = view;
        this.viewer = viewer;
    }

    /** The section. Equal views give equal markup. */
    static ContainerTag<?> of(ReleaseView view, Viewer viewer) {
        return new ReleaseMarkup(view, viewer).section();
    }

    private ContainerTag<?> section() {
        String id = "grey-" + view.id();
        return TagCreator.section()
                .withClass("grey-release")
                .withId(id)
                .attr("aria-labelledby", id + "-title")
                .attr("data-headline", view.app() + ": " + headline())
                .with(
                        h2().withId(id + "-title")
                                .attr("tabindex", "-1")
                                .with(
                                        span(view.app()),
                                        iff(
                                                !view.picture().release().isEmpty(),
                                                span(" " + view.picture().release())
                                                        .withClass("grey-muted"))),
                        state(),
                        controls(),
                        facts(),
                        new ClusterMarkup(view, viewer.everything()).content(),
                        new EventMarkup(view, viewer.zone()).content());
    }

    private String headline() {
        return view.title() + (view.words().isEmpty() ? "" : ". " + view.words());
    }

    private ContainerTag<?> state() {
        return p().withClass("grey-state " + view.tone())
                .with(
                        TagCreator.strong(view.title()),
                        iff(!view.words().isEmpty(), span(" " + view.words()).withClass("grey-words")));
    }

    private DomContent controls() {
        List<Control> controls = viewer.steerable().contains(view.id()) ? Control.of(view) : List.of();
        return iff(
                !controls.isEmpty(),
                form().withClass("grey-controls")
                        .withMethod("post")
                        .withAction("command")
                        .attr("aria-label", "Steer the release of " + view.app())
                        .with(
                                input().withType("hidden").withName("release").withValue(view.id()),
                                iff(
                                        !viewer.crumbField().isEmpty(),
                                        input().withType("hidden")
                                                .withName(viewer.crumbField())
                                                .withValue(viewer.crumb())))
                        .with(each(controls, ReleaseMarkup::button)));
    }

    /** Without a script, what needs a second thought is asked on a page of its own. */
    private static ContainerTag<?> button(Control control) {
        ContainerTag<?> button = TagCreator.button(control.label())
                .withType("submit")
                .withClass("jenkins-button" + (control.destructive() ? " jenkins-!-destructive-color" : ""))
                .withName("command")
                .withValue(control.value());
        return control.question().isEmpty()
                ? button
                : button.attr("data-question", control.question())
                        .attr("data-destructive", Boolean.toString(control.destructive()))
                        .attr("formaction", "confirm")
                        .attr("formmethod", "get");
    }

    private ContainerTag<?> facts() {
        return dl().withClass("grey-facts")
                .with(
                        iff(
                                !view.picture().image().isEmpty(),
                                fact("Version", code(view.picture().image()))),
                        fact("Namespace", code(view.picture().namespace())),
                        fact("Step", code(view.step())),
                        iff(view.run() != null, fact("Run", run())),
                        fact("Began", moment(view.begun())),
                        iff(
                                !view.live() && !view.recording().length().isZero(),
                                fact("Took", span(Times.words(view.recording().length())))));
    }

    private DomContent run() {
        return view.run() == null
                ? span()
                : TagCreator.a(view.run().label()).withHref(view.run().link());
    }

    private static DomContent fact(String name, DomContent value) {
        return div(dt(name), dd(value));
    }

    private DomContent moment(Instant at) {
        return time(TIME.withZone(viewer.zone()).format(at)).attr("datetime", at.toString());
    }
}
