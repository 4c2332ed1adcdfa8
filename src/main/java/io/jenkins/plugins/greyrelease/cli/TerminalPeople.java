package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.approval.Account;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.flow.Anybody;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who counts where one person runs the pipeline: that one, if among the approvers, and of a ticket's people, whom Jira has
 * seen log in, those whom the approvers name by their names or e-mail addresses there. Groups are not known.
 *
 * @param approvers of what is asked now; empty: anybody
 * @param yes whether whoever runs the pipeline answers for the approvers, by {@code --yes}
 */
record TerminalPeople(List<String> approvers, boolean yes) implements People {

    @Override
    public boolean isOneOf(String person, List<String> anyOf) {
        return yes || anyOf.isEmpty() || anyOf.contains(person);
    }

    @Override
    public Optional<String> known(Account account) {
        return approvers.isEmpty()
                ? Anybody.MAY.known(account)
                : Stream.of(account.name(), account.email())
                        .filter(approvers::contains)
                        .findFirst();
    }

    @Override
    public Optional<String> involved(String person) {
        return Optional.empty();
    }

    /** Who runs it can end it anyway. */
    @Override
    public boolean mayStop(String person) {
        return true;
    }
}
