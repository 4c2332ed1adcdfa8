package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Cast;
import io.jenkins.plugins.greyrelease.approval.Outcome;
import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An approval as people read it, and as a Jenkinsfile gets it. */
final class ApprovalWords {
    private ApprovalWords() {}

    /** The first line of the log. */
    static String begins(Approval approval, ManualApprovalArgs args) {
        Rules rules = approval.rules();
        List<String> parts = new ArrayList<>();
        parts.add("waiting for " + (rules.quorum() == 1 ? "approval" : rules.quorum() + " approvals") + ": "
                + approval.message());
        if (!rules.approvers().isEmpty()) {
            parts.add("by " + String.join(", ", rules.approvers()));
        }
        rules.delegates().forEach((approver, delegate) -> parts.add(delegate + " if not " + approver));
        if (rules.separateDuties()) {
            parts.add("not by who has to do with the change");
        }
        args.timeout().ifPresent(after -> parts.add("at most " + Durations.shown(after)));
        rules.window().ifPresent(window -> parts.add("goes on in the release window " + window.words()));
        return String.join("; ", parts);
    }

    /** What a voter is shown. */
    static String question(Approval approval, ManualApprovalArgs args, List<String> briefing) {
        List<String> lines = new ArrayList<>();
        lines.add(approval.message() + number(approval));
        if (approval.ballot().ofRelease()) {
            lines.add(approval.ballot().words());
        }
        lines.addAll(briefing);
        args.ticket()
                .ifPresent(ticket -> lines.add(
                        "or, when its comment shows " + approval.code() + ", in the ticket: " + ticket.how()));
        return String.join("\n", lines);
    }

    private static String number(Approval approval) {
        int quorum = approval.rules().quorum();
        if (approval.outcome() instanceof Outcome.Open open) {
            return open.enough()
                    ? " (enough said yes; it waits for the release window)"
                    : quorum == 1 ? "" : " (vote " + (open.yes() + 1) + " of " + quorum + ")";
        }
        return "";
    }

    /** A line for those who have not voted. */
    static String reminder(Approval approval, Instant now) {
        return "still waiting for approval after " + Durations.shown(minutes(approval.asked(), now)) + ": "
                + approval.message() + " (" + approval.words()
                + approval.deadline()
                        .map(end -> ", " + Durations.shown(minutes(now, end)) + " left")
                        .orElse("")
                + ")";
    }

    private static Duration minutes(Instant from, Instant to) {
        return Duration.ofMinutes(Math.max(0, Duration.between(from, to).toMinutes()));
    }

    /** What the step returns: maps, lists, texts and booleans. */
    static Map<String, Object> result(Approval approval) {
        Map<String, Object> result = new LinkedHashMap<>();
        List<Vote> votes = approval.votes();
        if (votes.isEmpty()) {
            result.put("by", "");
            result.put("at", "");
            result.put("comment", "");
        } else {
            said(result, votes.get(votes.size() - 1));
        }
        result.put("approved", approval.outcome() instanceof Outcome.Approved);
        result.put("outcome", approval.outcome().name());
        result.put("quorum", approval.rules().quorum());
        Ballot ballot = approval.ballot();
        if (ballot.ofRelease()) {
            result.put("ballot", ballot.parts());
        }
        result.put("votes", approval.casts().stream().map(ApprovalWords::vote).toList());
        return result;
    }

    private static Map<String, Object> vote(Cast cast) {
        Map<String, Object> vote = new LinkedHashMap<>();
        said(vote, cast.vote());
        vote.put("from", cast.vote().from());
        vote.put("counts", cast.refused().isEmpty());
        vote.put("reason", cast.refused().orElse(""));
        return vote;
    }

    private static void said(Map<String, Object> map, Vote vote) {
        map.put("approved", vote.yes());
        map.put("by", vote.person());
        map.put("at", vote.at().toString());
        map.put("comment", vote.comment());
    }
}
