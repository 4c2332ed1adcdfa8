package io.jenkins.plugins.greyrelease.jira;

import io.jenkins.plugins.greyrelease.jira.api.model.Change;
import io.jenkins.plugins.greyrelease.jira.api.model.Changelog;
import io.jenkins.plugins.greyrelease.jira.api.model.History;
import io.jenkins.plugins.greyrelease.jira.api.model.Issue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A ticket and what became of its status.
 *
 * @param ticket as it is now
 * @param changes of its status, the oldest first
 */
public record TicketHistory(Ticket ticket, List<StatusChange> changes) {
    public TicketHistory {
        changes = List.copyOf(changes);
    }

    /**
     * A change of a ticket's status.
     *
     * @param id the history's own, unique in a Jira
     * @param by who did it
     * @param at by Jira's clock
     * @param to name of the status since then
     */
    public record StatusChange(String id, JiraUser by, Instant at, String to) {}

    static List<StatusChange> changes(Issue issue) {
        List<History> histories = Optional.ofNullable(issue.getChangelog())
                .map(Changelog::getHistories)
                .orElse(List.of());
        return histories.stream()
                .flatMap(each -> status(each).stream()
                        .map(to -> new StatusChange(
                                each.getId(), JiraUser.of(each.getAuthor()), JiraTime.read(each.getCreated()), to)))
                .sorted(Comparator.comparing(StatusChange::at))
                .toList();
    }

    private static Optional<String> status(History history) {
        List<Change> items = Optional.ofNullable(history.getItems()).orElse(List.of());
        return items.stream()
                .filter(item -> "status".equals(item.getField()))
                .map(Change::getToString)
                .findFirst();
    }
}
