package io.jenkins.plugins.greyrelease.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.rollout.Release.ApprovalNote;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What ties approvals to the release that they are part of. */
public final class ApprovalNotes {
    private ApprovalNotes() {}

    /**
     * What a vote is bound to.
     *
     * @param environment of the step; outside of a release's block votes are bound to no release
     */
    public static Ballot ballot(Map<String, String> environment) {
        return BatchEnvironment.ballot(environment);
    }

    /**
     * What the clusters of the batch are to keep: the newest vote, or at the end the whole record.
     *
     * @param approval of a release
     * @param news what was noted since the last time
     */
    public static ApprovalNote note(Approval approval, List<Approval.Note> news) {
        Ballot ballot = approval.ballot();
        String text = news.stream().map(Approval.Note::text).collect(Collectors.joining("; "));
        boolean voted = !approval.casts().isEmpty();
        ObjectNode json = approval.outcome().closed() || !voted
                ? ApprovalJson.tree(approval)
                : ApprovalJson.vote(
                        approval.casts().get(approval.casts().size() - 1).vote());
        return new ApprovalNote(List.of(ballot.cluster().split(" ")), batch(ballot.batch()), text, json);
    }

    private static int batch(String ofBatches) {
        String number = ofBatches.split("/", 2)[0];
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
    }
}
