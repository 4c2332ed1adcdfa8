package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Outcome;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.flow.Anybody;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.Question;
import io.jenkins.plugins.greyrelease.step.TicketVotes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who answers an approval of a rehearsal: the named voters if there are any, otherwise whoever answers all questions, in
 * the place of as many people as are needed.
 *
 * <p>Threads: that of the simulation only.
 */
final class Polling {
    /** A ticket is looked at this often, and answers take a moment. */
    private static final Duration UNTIL_SEEN = Duration.ofMinutes(3);

    private final Stage stage;
    private final Optional<Voters> voters;
    private Optional<TicketVotes> ticket = Optional.empty();
    private boolean begun;

    Polling(Stage stage) {
        this.stage = stage;
        this.voters = stage.voters();
    }

    /** The ticket where some of them vote. */
    void ticket(Optional<TicketVotes> named) {
        ticket = named;
    }

    People people() {
        return voters.<People>map(named -> named).orElse(Anybody.MAY);
    }

    /** Has it answered. */
    void ask(Question question, InputGate.Question asked, ApprovalRun run) {
        if (voters.isEmpty()) {
            stage.gate().ask(asked, decision -> answered(question, decision, run));
        } else if (!begun) {
            begun = true;
            named(voters.get().voters(), run);
        }
    }

    private void answered(Question question, InputGate.Decision decision, ApprovalRun run) {
        String by = decision.by().orElse("somebody");
        List<Vote> before = run.approval().votes();
        boolean again = before.stream().anyMatch(vote -> vote.person().equals(by));
        run.vote(new Vote(
                again ? by + " " + (before.size() + 1) : by,
                decision.proceed(),
                now(),
                decision.comment(),
                "rehearsal",
                question.ballot()));
    }

    private void named(List<Voters.Voter> all, ApprovalRun run) {
        Duration last = Duration.ZERO;
        for (Voters.Voter each : all) {
            last = each.after().compareTo(last) > 0 ? each.after() : last;
            stage.scheduler().after(each.after(), () -> {
                Approval approval = run.approval();
                if (each.byTicket()) {
                    ticket.ifPresent(votes -> moves(votes, each));
                } else if (!approval.outcome().closed()) {
                    run.vote(new Vote(each.name(), each.yes(), now(), each.comment(), "rehearsal", approval.ballot()));
                }
            });
        }
        boolean byTicket = all.stream().anyMatch(Voters.Voter::byTicket);
        stage.scheduler().after(last.plus(byTicket ? UNTIL_SEEN : Duration.ofMillis(1)), () -> {
            Approval approval = run.approval();
            boolean waits = approval.deadline().isPresent()
                    || approval.outcome() instanceof Outcome.Open open
                            && open.opens().isPresent();
            if (!approval.outcome().closed() && !waits) {
                run.withdraw("nobody is left who would vote: " + approval.words());
            }
        });
    }

    private void moves(TicketVotes votes, Voters.Voter voter) {
        List<String> to = voter.yes() ? votes.approved() : votes.declined();
        to.stream().findFirst().ifPresent(status -> stage.tickets().moves(votes.issue(), voter.name(), status));
    }

    private Instant now() {
        return stage.scheduler().now();
    }
}
