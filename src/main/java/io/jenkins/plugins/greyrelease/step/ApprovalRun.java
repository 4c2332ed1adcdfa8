package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code manualApproval}: one question, one answer. */
public final class ApprovalRun {
    private final Host host;
    private final Question question;
    private final Optional<Duration> timeout;

    /**
     * @param timeout how long to wait; empty: for ever
     */
    public ApprovalRun(Host host, Question question, Optional<Duration> timeout) {
        this.host = host;
        this.question = question;
        this.timeout = timeout;
    }

    /** Asks; fails only if the host cannot ask. */
    public CompletableFuture<StepOutcome> start() {
        host.log("waiting for approval: " + question.message()
                + (question.approvers().isEmpty() ? "" : " (by " + String.join(", ", question.approvers()) + ")"));
        CompletableFuture<StepOutcome> outcome = new CompletableFuture<>();
        CompletableFuture<Answer> asked = host.ask(question);
        Optional<Scheduler.Timer> timer = timeout.map(after -> host.scheduler().after(after, () -> {
            if (outcome.complete(new StepOutcome(
                    Status.ABORTED,
                    "nobody answered within " + after.toSeconds() + " s: " + question.message(),
                    Map.of()))) {
                asked.cancel(false);
            }
        }));
        asked.whenComplete((answer, failure) -> {
            timer.ifPresent(Scheduler.Timer::cancel);
            if (failure != null) {
                outcome.completeExceptionally(failure);
            } else {
                outcome.complete(outcome(answer));
            }
        });
        return outcome;
    }

    private static StepOutcome outcome(Answer answer) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("approved", answer.approved());
        record.put("by", answer.by());
        record.put("at", answer.at().toString());
        record.put("comment", answer.comment());
        return answer.approved()
                ? new StepOutcome(Status.SUCCESS, "", record)
                : new StepOutcome(
                        Status.ABORTED,
                        "rejected by " + answer.by() + (answer.comment().isEmpty() ? "" : ": " + answer.comment()),
                        record);
    }
}
