package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.jira.JiraException;
import io.jenkins.plugins.greyrelease.jira.JiraUser;
import io.jenkins.plugins.greyrelease.jira.TicketHistory;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler.Timer;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Watches a change ticket for votes: says in the run's comment there what is asked, then looks again and again what became
 * of its status. What goes wrong is said in the log, once, and it goes on; votes of other places count meanwhile.
 *
 * <p>Threads: no thread is held between two looks. What happens, happens one after the other on the scheduler's threads;
 * people are looked up where votes are counted.
 */
final class TicketWatch implements VoteSource.Watch {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int LONGEST_LINE = 3_000;

    private final Place place;
    private final ApprovalHost host;
    private final VoteSource.Taker taker;
    private final Serial serial;
    private final Executor counting;
    private final Backoff backoff;
    private Boolean cloud;
    private JiraUser own;
    private Timer next;
    private boolean looking;
    private boolean again;
    private String trouble = "";
    private volatile boolean over;

    /**
     * Where to look.
     *
     * @param votes what to make of it
     */
    private record Place(Supplier<Services> services, RunRef run, Ids ids, TicketVotes votes) {
        Jira jira() {
            return services.get()
                    .jira()
                    .orElseThrow(() -> new JiraException("no Jira is configured (" + Services.WHERE + ")"));
        }
    }

    private TicketWatch(Place place, ApprovalHost host, VoteSource.Taker taker) {
        this.place = place;
        this.host = host;
        this.taker = taker;
        this.serial = new Serial(host.scheduler(), this::failed);
        this.counting = host.counting();
        this.backoff = new Backoff(place.ids(), FIRST, LONGEST);
    }

    /**
     * The ticket that the arguments of an approval name, if they do.
     *
     * @param services as they are configured then
     */
    static List<VoteSource> named(
            ManualApprovalArgs args, Supplier<Services> services, RunRef run, Ids ids, ApprovalHost host) {
        return args
                .ticket()
                .map(votes -> new Place(services, run, ids, votes))
                .<VoteSource>map(place -> taker -> {
                    TicketWatch watch = new TicketWatch(place, host, taker);
                    watch.serial.execute(watch::look);
                    return watch;
                })
                .stream()
                .toList();
    }

    @Override
    public void changed() {
        serial.execute(() -> {
            again = true;
            backoff.reset();
            if (next != null) {
                next.cancel();
            }
            look();
        });
    }

    @Override
    public void end(Approval closed) {
        over = true;
        serial.execute(() -> {
            if (next != null) {
                next.cancel();
            }
            // what was asked there is answered there
            if (cloud != null && closed.shown().containsKey(issue())) {
                CompletableFuture.completedFuture(null)
                        .thenCompose(now -> say("[" + closed.code() + "] " + closed.words()))
                        .exceptionally(failure -> {
                            host.log(issue() + " is not told how the approval ended: "
                                    + Failures.cause(failure).getMessage());
                            return null;
                        });
            }
        });
    }

    private String issue() {
        return place.votes().issue();
    }

    private void look() {
        if (looking || over) {
            return;
        }
        looking = true;
        again = false;
        Approval asked = taker.approval();
        CompletableFuture.completedFuture(null)
                .thenCompose(now -> known())
                .thenCompose(known -> seen(asked))
                .thenCompose(since ->
                        place.jira().history(cloud, issue()).thenCompose(history -> counted(history, asked, since)))
                .whenComplete((done, failure) -> serial.execute(() -> looked(failure)));
    }

    private CompletableFuture<Void> counted(TicketHistory history, Approval asked, Instant since) {
        return CompletableFuture.runAsync(
                () -> place.votes()
                        .tell(
                                history,
                                new TicketVotes.Look(
                                        asked, since, own, host.scheduler().now()),
                                taker,
                                host.people()),
                counting);
    }

    private CompletableFuture<Void> known() {
        if (own != null) {
            return CompletableFuture.completedFuture(null);
        }
        return place.jira().isCloud().thenCompose(is -> place.jira()
                .myself(is)
                .thenAcceptAsync(
                        me -> {
                            cloud = is;
                            own = me;
                        },
                        serial));
    }

    /** Since when the ticket shows what is asked; it is told if it does not. */
    private CompletableFuture<Instant> seen(Approval asked) {
        Instant since = asked.shown().get(issue());
        if (since != null) {
            return CompletableFuture.completedFuture(since);
        }
        return say(line(asked)).thenApply(at -> {
            taker.seen(asked.ballot(), issue(), at);
            return at;
        });
    }

    private String line(Approval asked) {
        StringBuilder line = new StringBuilder("[" + asked.code() + "] waits for approval: " + asked.message());
        if (asked.ballot().ofRelease()) {
            line.append("; ").append(asked.ballot().words());
        }
        host.briefing().forEach(each -> line.append("; ").append(each.strip()));
        line.setLength(Math.min(line.length(), LONGEST_LINE));
        return line + ". From now on, " + place.votes().how() + "; earlier changes do not count.";
    }

    private CompletableFuture<Instant> say(String text) {
        return place.jira().tell(cloud, issue(), place.run().id(), place.run().url(), text);
    }

    private void looked(Throwable failure) {
        looking = false;
        if (over) {
            return;
        }
        if (failure != null) {
            failed(Failures.cause(failure));
        } else if (!trouble.isEmpty()) {
            trouble = "";
            host.log(issue() + " is looked at again for votes");
        }
        if (again) {
            look();
        } else {
            next = host.scheduler().after(backoff.next(), () -> serial.execute(this::look));
        }
    }

    private void failed(Throwable cause) {
        String now = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (!now.equals(trouble)) {
            trouble = now;
            host.log("votes of " + issue() + " cannot be seen now, and it is asked again: " + now);
        }
    }
}
