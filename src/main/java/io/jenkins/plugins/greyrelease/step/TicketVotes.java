package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Account;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.jira.JiraUser;
import io.jenkins.plugins.greyrelease.jira.TicketHistory;
import io.jenkins.plugins.greyrelease.jira.TicketHistory.StatusChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What changes of a ticket's status mean for an approval. Whoever brings the ticket to an approving status, after the
 * ticket has shown what is asked, says yes to it for as long as the ticket stays in such a status; whoever brings it to a
 * declining one says no.
 *
 * <p>Example, with {@code Approved} and {@code Rejected}, shown at 9:00: alice moves it to Approved at 8:55: that was for
 * something else. She moves it to Open and to Approved again at 9:10: one yes, hers. bob moves it to Open at 9:20: hers is
 * taken back.
 *
 * @param issue the ticket, as the Jenkinsfile names it
 * @param approved names of statuses, in any case
 * @param declined likewise
 */
public record TicketVotes(String issue, List<String> approved, List<String> declined) {

    public TicketVotes {
        approved = List.copyOf(approved);
        declined = List.copyOf(declined);
    }

    /**
     * One look at the ticket.
     *
     * @param asked what the ticket showed by then, which is what its changes are for
     * @param since from when on, by Jira's clock, it showed that
     * @param own whose account we use: what it does is nobody's vote
     * @param now by our own clock
     */
    record Look(Approval asked, Instant since, JiraUser own, Instant now) {}

    /** Tells what is to be told; whatever was told before is told again, and harmless. */
    void tell(TicketHistory history, Look look, VoteSource.Taker taker, People people) {
        List<StatusChange> changes = history.changes();
        for (int i = 0; i < changes.size(); i++) {
            StatusChange change = changes.get(i);
            boolean yes = is(change.to(), approved);
            if (!yes && !is(change.to(), declined)) {
                continue;
            }
            Optional<StatusChange> away = changes.stream()
                    .skip(i + 1L)
                    .filter(later -> !is(later.to(), approved))
                    .findFirst();
            if (!change.at().isAfter(look.since())) {
                if (i == changes.size() - 1) {
                    taker.note(words(change) + " on " + change.at() + ", before it showed "
                            + look.asked().code() + ": that does not count; who wants to vote there moves it again");
                }
            } else if (yes && away.isPresent()) {
                taker.takenBack(
                        from(change),
                        account(away.get().by()).words() + " moved it to '"
                                + away.get().to() + "'");
            } else {
                vote(change, yes, look, taker, people);
            }
        }
    }

    private void vote(StatusChange change, boolean yes, Look look, VoteSource.Taker taker, People people) {
        Optional<String> person = people.known(account(change.by()));
        if (change.by().id().equals(look.own().id())) {
            taker.note(words(change) + ", which does not count: it is the account that this run uses");
        } else if (person.isEmpty()) {
            taker.note(words(change) + ", which does not count: it is not known who that is here");
        } else {
            // Jira's clock may be ahead of ours
            Instant at = change.at().isAfter(look.now()) ? look.now() : change.at();
            taker.vote(new Vote(
                    person.get(), yes, at, "", from(change), look.asked().ballot()));
        }
    }

    private String words(StatusChange change) {
        return account(change.by()).words() + " moved " + issue + " to '" + change.to() + "' (change " + change.id()
                + ")";
    }

    private String from(StatusChange change) {
        return issue + ", change " + change.id();
    }

    private static Account account(JiraUser user) {
        return new Account(user.name(), user.email(), user.shown());
    }

    private static boolean is(String status, List<String> names) {
        return names.stream().anyMatch(status::equalsIgnoreCase);
    }

    /** How to vote there, for people. */
    String how() {
        String no = declined.isEmpty() ? "" : ", to say no to '" + String.join("' or '", declined) + "'";
        return "to say yes move " + issue + " to '" + String.join("' or '", approved) + "'" + no;
    }
}
