package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.approval.Account;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.flow.Anybody;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who counts where one person runs the pipeline: that one, as {@link ApprovalLimits} has found, and of a ticket's people,
 * whom Jira has seen log in, those whom the approvers name by their names or e-mail addresses there. Groups of Jira are
 * not known.
 *
 * @param approvers of what is asked now; empty: anybody
 */
record TerminalPeople(List<String> approvers) implements People {

    /** Who is nobody's approver is nobody here, so that only people who count get this far. */
    @Override
    public boolean isOneOf(String person, List<String> anyOf) {
        return Anybody.MAY.isOneOf(person, anyOf);
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

    @Override
    public boolean mayStop(String person) {
        return true;
    }
}
