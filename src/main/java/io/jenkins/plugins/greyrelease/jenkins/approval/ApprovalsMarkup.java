package io.jenkins.plugins.greyrelease.jenkins.approval;

import static j2html.TagCreator.a;
import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.form;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import io.jenkins.plugins.greyrelease.approval.Cast;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Records of approvals as people see them, and as others read them. */
final class ApprovalsMarkup {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApprovalsMarkup() {}

    /** For the build page: a line for each. */
    static String summary(List<Approval> approvals, String link) {
        return div().withClass("grey-page")
                .with(
                        ul().with(each(approvals, approval -> li(approval.message() + ": " + standing(approval)))),
                        a("All votes").withHref(link))
                .render();
    }

    /**
     * The page.
     *
     * @param mayVote whether whoever looks has a vote on it
     * @param briefing what to know before a vote on it
     * @param crumbField empty: forms need none
     */
    static String page(
            List<Approval> approvals,
            Predicate<Approval> mayVote,
            Function<Approval, List<String>> briefing,
            String crumbField,
            String crumb) {
        DomContent proof = iff(
                !crumbField.isEmpty(),
                input().withType("hidden").withName(crumbField).withValue(crumb));
        return div().withClass("grey-page")
                .with(each(
                        approvals, approval -> one(approval, mayVote.test(approval), briefing.apply(approval), proof)))
                .with(p(a("As JSON").withHref("json")))
                .render();
    }

    private static ContainerTag<?> one(Approval approval, boolean mayVote, List<String> briefing, DomContent proof) {
        return section()
                .withId(approval.id())
                .withClass("grey-release")
                .with(
                        h2(approval.message()),
                        p(standing(approval)).withClass("grey-words"),
                        iff(
                                approval.ballot().ofRelease(),
                                p(approval.ballot().words()).withClass("grey-muted")),
                        iff(
                                !briefing.isEmpty(),
                                pre(String.join("\n", briefing)).withClass("grey-briefing")),
                        iff(mayVote && !approval.outcome().closed(), ballot(approval, proof)),
                        iff(!approval.casts().isEmpty(), votes(approval)),
                        ul().with(each(approval.notes(), note -> li(note.at() + " " + note.text()))));
    }

    private static ContainerTag<?> ballot(Approval approval, DomContent proof) {
        return form().withMethod("post")
                .withAction("vote")
                .withClass("grey-controls")
                .with(
                        proof,
                        input().withType("hidden").withName("approval").withValue(approval.id()),
                        label("Comment ")
                                .with(input().withType("text")
                                        .withName("comment")
                                        .withClass("jenkins-input")),
                        button("Approve")
                                .withType("submit")
                                .withName("vote")
                                .withValue("yes")
                                .withClass("jenkins-button jenkins-button--primary"),
                        button("Reject")
                                .withType("submit")
                                .withName("vote")
                                .withValue("no")
                                .withClass("jenkins-button jenkins-!-destructive-color"));
    }

    private static ContainerTag<?> votes(Approval approval) {
        return table().withClass("jenkins-table")
                .with(
                        caption("Votes in the order they came").withClass("jenkins-visually-hidden"),
                        thead(tr(th("Who"), th("Vote"), th("When"), th("From"), th("Comment"), th("Counts"))),
                        tbody().with(each(approval.casts(), ApprovalsMarkup::row)));
    }

    private static DomContent row(Cast cast) {
        return tr(
                td(cast.vote().person()),
                td(cast.vote().yes() ? "yes" : "no"),
                td(cast.vote().at().toString()),
                td(cast.vote().from()),
                td(cast.vote().comment()),
                td(cast.refused().map(why -> "no: " + why).orElse("yes")));
    }

    private static String standing(Approval approval) {
        return (approval.outcome().closed() ? "" : "waiting, ") + approval.words();
    }

    /** All of them, oldest first; of those that are open, with what to know before a vote. */
    static String json(List<Approval> approvals, Function<Approval, List<String>> briefing) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode all = root.putArray("approvals");
        for (Approval approval : approvals) {
            ObjectNode node = ApprovalJson.tree(approval);
            List<String> lines = briefing.apply(approval);
            if (!lines.isEmpty()) {
                lines.forEach(node.putArray("briefing")::add);
            }
            all.add(node);
        }
        return root.toString();
    }
}
