package io.jenkins.plugins.greyrelease.rehearsal.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Cast;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The records of approvals: what was asked about what, who said what, when and where, and what came of it. */
final class ApprovalTables {
    private ApprovalTables() {}

    static List<DomContent> of(List<Approval> approvals) {
        return approvals.stream().<DomContent>map(ApprovalTables::one).toList();
    }

    private static ContainerTag<?> one(Approval approval) {
        List<DomContent> parts = new ArrayList<>();
        parts.add(h3(approval.message()));
        if (approval.ballot().ofRelease()) {
            parts.add(p().with(Places.breakable(approval.ballot().words())));
        }
        parts.add(p((approval.outcome().closed() ? "" : "waiting, ") + approval.words() + "; asked at "
                + approval.asked()));
        if (!approval.casts().isEmpty()) {
            parts.add(ReportTables.scroll("Votes", votes(approval.casts())));
        }
        return div().withClass("approval").with(parts);
    }

    private static String shown(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ContainerTag<?> votes(List<Cast> casts) {
        return ReportTables.<Cast>table(
                "events",
                "Votes in the order they came",
                List.of("Who", "Vote", "When", "From", "Comment", "Counts"),
                casts,
                cast -> List.of(
                        td(cast.vote().yes() ? "yes" : "no"),
                        td(shown(cast.vote().at())).withClass("nowrap"),
                        td(cast.vote().from()),
                        td(cast.vote().comment()),
                        td(cast.refused().map(why -> "no: " + why).orElse("yes"))),
                cast -> cast.vote().person());
    }
}
