package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.runtime.Durations;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code manualApproval}: asks for one vote after the other until as many said yes as the quorum wants; one no ends it. Who
 * votes is the host's business.
 */
public final class ApprovalRun {
    private final Host host;
    private final ManualApprovalArgs args;
    private final List<Answer> votes = new ArrayList<>();
    private final CompletableFuture<StepOutcome> outcome = new CompletableFuture<>();
    private CompletableFuture<Answer> asked = new CompletableFuture<>();

    /** Asks nothing before {@link #start}. */
    public ApprovalRun(Host host, ManualApprovalArgs args) {
        this.host = host;
        this.args = args;
    }

    /** Asks; to be called once. Fails only if the host cannot ask. */
    public CompletableFuture<StepOutcome> start() {
        host.log("waiting for " + (args.quorum() == 1 ? "approval" : args.quorum() + " approvals") + ": "
                + args.message()
                + (args.approvers().isEmpty() ? "" : " (by " + String.join(", ", args.approvers()) + ")"));
        Optional<Scheduler.Timer> timer =
                args.timeout().map(after -> host.scheduler().after(after, () -> timedOut(after)));
        ask();
        return outcome.whenComplete((end, failure) -> timer.ifPresent(Scheduler.Timer::cancel));
    }

    private void timedOut(Duration after) {
        String missing = votes.isEmpty() ? "nobody" : "only " + votes.size() + " of " + args.quorum();
        if (outcome.complete(new StepOutcome(
                Status.ABORTED,
                missing + " answered within " + Durations.shown(after) + ": " + args.message(),
                Map.of()))) {
            asked.cancel(false);
        }
    }

    private void ask() {
        String which = args.quorum() == 1 ? "" : " (vote " + (votes.size() + 1) + " of " + args.quorum() + ")";
        asked = host.ask(new Question(args.message() + which, args.approvers()));
        asked.whenComplete((answer, failure) -> {
            if (failure != null) {
                outcome.completeExceptionally(failure);
            } else {
                voted(answer);
            }
        });
    }

    private void voted(Answer answer) {
        votes.add(answer);
        if (!answer.approved()) {
            String why = "rejected by " + answer.by() + (answer.comment().isEmpty() ? "" : ": " + answer.comment());
            outcome.complete(new StepOutcome(Status.ABORTED, why, record(false)));
        } else if (votes.size() == args.quorum()) {
            outcome.complete(new StepOutcome(Status.SUCCESS, "", record(true)));
        } else {
            ask();
        }
    }

    private Map<String, Object> record(boolean approved) {
        List<Map<String, Object>> all = votes.stream().map(ApprovalRun::vote).toList();
        Map<String, Object> record = new LinkedHashMap<>(all.get(all.size() - 1));
        record.put("approved", approved);
        record.put("votes", all);
        return record;
    }

    private static Map<String, Object> vote(Answer answer) {
        Map<String, Object> vote = new LinkedHashMap<>();
        vote.put("approved", answer.approved());
        vote.put("by", answer.by());
        vote.put("at", answer.at().toString());
        vote.put("comment", answer.comment());
        return vote;
    }
}
