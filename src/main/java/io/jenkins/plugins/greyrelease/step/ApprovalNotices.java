package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What of an approval people outside of its run want to know; ids as those of {@link ReleaseNotices}. */
public final class ApprovalNotices {
    private ApprovalNotices() {}

    /** People are asked. */
    public static Notice asked(RunRef run, Approval approval) {
        int quorum = approval.rules().quorum();
        String by = approval.rules().approvers().isEmpty()
                ? ""
                : ", by " + String.join(", ", approval.rules().approvers());
        return notice(
                run,
                approval,
                Kind.WAITING_FOR_APPROVAL,
                approval.asked(),
                "asked",
                "waiting for " + (quorum == 1 ? "approval" : quorum + " approvals") + ": " + approval.message() + by);
    }

    /**
     * What was noted of it, one for each note.
     *
     * @param news the newest notes of the approval
     */
    public static List<Notice> noted(RunRef run, Approval approval, List<Approval.Note> news) {
        List<Approval.Note> all = approval.notes();
        int first = all.size() - news.size();
        return IntStream.range(first, all.size())
                .mapToObj(at -> notice(
                        run,
                        approval,
                        Kind.APPROVAL,
                        all.get(at).at(),
                        String.valueOf(at + 1),
                        all.get(at).text() + ": " + approval.message()))
                .toList();
    }

    private static Notice notice(RunRef run, Approval approval, Kind kind, Instant at, String number, String text) {
        Ballot ballot = approval.ballot();
        int[] batch = batch(ballot.batch());
        return new Notice(
                run.id() + "/" + approval.id() + "/" + number,
                at,
                kind,
                new Notice.Run(run.id(), run.url()),
                ballot.ofRelease()
                        ? Optional.of(new Notice.Subject(ballot.release(), ballot.app(), "", ballot.image()))
                        : Optional.empty(),
                ballot.cluster().isEmpty()
                        ? List.of()
                        : List.of(ballot.cluster().split(" ")),
                batch[0],
                batch[1],
                "",
                text);
    }

    /** {@code 2/3} as both numbers. */
    private static int[] batch(String ofBatches) {
        return ofBatches.matches("\\d{1,9}/\\d{1,9}")
                ? new int[] {
                    Integer.parseInt(ofBatches.split("/")[0]),
                    Integer.parseInt(ofBatches.split("/")[1])
                }
                : new int[] {0, 0};
    }
}
