package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.runtime.Ids;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The change tickets of approvals, for whoever runs them. */
public final class ApprovalTickets {
    private ApprovalTickets() {}

    /**
     * The ticket that the arguments of an approval name, as a place where people vote; empty: they name none.
     *
     * @param services as they are configured whenever they are asked
     */
    public static List<VoteSource> of(
            ManualApprovalArgs args, Supplier<Services> services, RunRef run, Ids ids, ApprovalHost host) {
        return TicketWatch.named(args, services, run, ids, host);
    }

    /** Why the ticket that the arguments name cannot be asked; empty: it can, or they name none. */
    public static Optional<String> objection(ManualApprovalArgs args, Services services) {
        return args.ticket()
                .filter(ticket -> services.jira().isEmpty())
                .map(ticket -> "no Jira is configured; give its address and credentials (" + Services.WHERE + ")");
    }
}
