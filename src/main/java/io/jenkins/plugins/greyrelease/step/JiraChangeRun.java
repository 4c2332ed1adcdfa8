package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.jira.JiraException;
import io.jenkins.plugins.greyrelease.jira.Ticket;
import io.jenkins.plugins.greyrelease.jira.Tie;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code jiraChange}: finds or creates the ticket, looks at its status, makes the transition, tells it in the run's comment.
 * Done again, it finds what it did.
 *
 * <p>Threads: as the host's.
 */
final class JiraChangeRun implements ErrandRun {
    private final Host host;
    private final JiraChangeArgs args;
    private final CompletableFuture<StepOutcome> outcome = new CompletableFuture<>();
    private volatile String status = "about to begin";
    private volatile String stoppedBy;

    JiraChangeRun(Host host, JiraChangeArgs args) {
        this.host = host;
        this.args = args;
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        if (host.services().jira().isEmpty()) {
            return CompletableFuture.completedFuture(new StepOutcome(
                    Status.REFUSED,
                    "no Jira is configured; give its address and credentials (" + Services.WHERE + ")",
                    Map.of()));
        }
        Jira jira = host.services().jira().get();
        jira.isCloud()
                .thenCompose(cloud -> step("looks for the ticket", () -> find(jira, cloud))
                        .thenApply(this::fit)
                        .thenApply(this::tied)
                        .thenCompose(ticket -> step("makes the transition", () -> moved(jira, cloud, ticket)))
                        .thenCompose(ticket -> step("comments", () -> told(jira, cloud, ticket))))
                .whenComplete((ticket, failure) -> host.scheduler().execute(() -> {
                    if (failure == null) {
                        outcome.complete(new StepOutcome(Status.SUCCESS, "", result(ticket)));
                    } else {
                        fail(Failures.cause(failure));
                    }
                }));
        return outcome;
    }

    private CompletableFuture<Ticket> step(String doing, Supplier<CompletableFuture<Ticket>> next) {
        if (stoppedBy != null) {
            throw new StoppedException("stopped by " + stoppedBy + "; running the step again goes on");
        }
        status = doing;
        return next.get();
    }

    private CompletableFuture<Ticket> find(Jira jira, boolean cloud) {
        if (args.issue().isPresent()) {
            String asked = args.issue().get();
            return jira.ticket(cloud, asked).thenApply(ticket -> {
                if (!ticket.key().equals(asked)) {
                    host.log("jiraChange: " + asked + " was moved and is " + ticket.key() + " now");
                }
                return ticket;
            });
        }
        String project = args.project().orElseThrow();
        return jira.labelled(cloud, project, label()).thenCompose(found -> {
            if (found.isPresent()) {
                host.log("jiraChange: goes on with " + found.get().key() + ", which this run has created");
                return CompletableFuture.completedFuture(found.get());
            }
            return jira.create(cloud, project, args.summary().orElseThrow(), args.type(), label(), args.fields())
                    .thenApply(made -> {
                        host.log("jiraChange: created " + made.key() + " " + made.url());
                        return made;
                    });
        });
    }

    /** The same for the same run and summary, so that the ticket is found again; labels have no blanks. */
    private String label() {
        String what = host.run().id() + "\n" + args.summary().orElse("");
        return "grey-release-" + UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }

    private Ticket fit(Ticket ticket) {
        boolean there = args.transitions()
                .start()
                .filter(ticket.status()::equalsIgnoreCase)
                .isPresent();
        if (args.require().isEmpty() && ticket.closed() && !there) {
            throw new JiraException(ticket.key() + " is closed: its status is '" + ticket.status()
                    + "'; reopen it, take" + " another one, or name this status in 'require'");
        }
        if (!args.require().isEmpty() && args.require().stream().noneMatch(ticket.status()::equalsIgnoreCase)) {
            throw new JiraException(ticket.key() + " has the status '" + ticket.status() + "', and must have '"
                    + String.join("' or '", args.require()) + "'; " + ticket.url());
        }
        return ticket;
    }

    /** From now on the ticket hears of the run by itself, and of its end. */
    private Ticket tied(Ticket ticket) {
        Transitions last = args.transitions();
        host.news()
                .tickets()
                .tie(Tie.begin(
                        host.run().id(),
                        host.run().url(),
                        ticket.key(),
                        last.success().orElse(""),
                        last.failure().orElse("")));
        return ticket;
    }

    private CompletableFuture<Ticket> moved(Jira jira, boolean cloud, Ticket ticket) {
        if (args.transitions().start().isEmpty()) {
            return CompletableFuture.completedFuture(ticket);
        }
        return jira.transition(cloud, ticket, args.transitions().start().get()).thenApply(now -> {
            if (!now.status().equals(ticket.status())) {
                host.log("jiraChange: " + now.key() + " went from '" + ticket.status() + "' to '" + now.status() + "'");
            }
            return now;
        });
    }

    private CompletableFuture<Ticket> told(Jira jira, boolean cloud, Ticket ticket) {
        if (args.comment().isEmpty()) {
            return CompletableFuture.completedFuture(ticket);
        }
        RunRef run = host.run();
        return jira.tell(
                        cloud, ticket.key(), run.id(), run.url(), args.comment().get())
                .thenApply(done -> ticket);
    }

    private static Map<String, Object> result(Ticket ticket) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("issue", ticket.key());
        result.put("status", ticket.status());
        result.put("url", ticket.url());
        return result;
    }

    private void fail(Throwable cause) {
        if (cause instanceof StoppedException) {
            outcome.complete(new StepOutcome(Status.ABORTED, cause.getMessage(), Map.of()));
        } else if (cause instanceof JiraException || cause instanceof HttpFailure) {
            outcome.complete(new StepOutcome(Status.FAILURE, cause.getMessage(), Map.of()));
        } else {
            outcome.completeExceptionally(cause);
        }
    }

    /** Begins nothing new; what is under way comes back within minutes. */
    @Override
    public void stop(String by) {
        stoppedBy = by;
    }

    @Override
    public String status() {
        return status;
    }

    /** Ends the chain. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException(String message) {
            super(message, null, false, false);
        }
    }
}
