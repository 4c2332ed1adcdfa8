package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.form;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.p;

/** The question before what cannot be undone, as a page of its own: for browsers without a script. */
final class Confirmation {
    private Confirmation() {}

    static String of(String release, Control control, Viewer viewer) {
        return form().withClass("grey-page grey-confirmation")
                .withMethod("post")
                .withAction("command")
                .with(
                        p(control.question()),
                        input().withType("hidden").withName("release").withValue(release),
                        iff(
                                !viewer.crumbField().isEmpty(),
                                input().withType("hidden")
                                        .withName(viewer.crumbField())
                                        .withValue(viewer.crumb())),
                        button(control.label())
                                .withType("submit")
                                .withName("command")
                                .withValue(control.value())
                                .withClass("jenkins-button jenkins-button--primary"
                                        + (control.destructive() ? " jenkins-!-destructive-color" : "")),
                        a("Cancel").withHref(".").withClass("jenkins-button"))
                .render();
    }
}
