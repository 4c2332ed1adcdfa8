package io.jenkins.plugins.greyrelease.jira;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.jira.Tie.End;
import io.jenkins.plugins.greyrelease.jira.Tie.Said;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.notify.Remembered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One ticket that a run is tied to. What it is to be told is gathered and written at most once in {@link #SPACING}; what was
 * told last is always written. What fails is tried again, at longer and longer distances; for an hour after the run's end.
 *
 * <p>Threads: where {@link Tickets#execute} runs it, one thing after the other.
 */
final class TiedTicket {
    /** Between two changes of a comment. */
    static final Duration SPACING = Duration.ofSeconds(5);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration LOOKS = Duration.ofMinutes(1);
    private static final int REMEMBERED = 500;
    private static final int DOUBLINGS = 6;

    private final Tickets tickets;
    private final Remembered told;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private Tie tie;
    private boolean planned;
    private boolean busy;
    private boolean wrote;
    private Duration last = Duration.ZERO;
    private Duration since;
    private int failures;

    TiedTicket(Tie tie, Tickets tickets) {
        this.tie = tie;
        this.tickets = tickets;
        this.told = new Remembered(REMEMBERED, tie.told());
    }

    Tie tie() {
        return tie;
    }

    /** Completes when the ticket knows how the run has ended, or nothing more is tried. */
    CompletableFuture<Void> over() {
        return over;
    }

    /** Called once more by the same run. */
    void again(Tie newer) {
        tie = tie.with(newer);
        save();
    }

    void renamed(String run) {
        tickets.store().forget(tie);
        tie = tie.of(run);
        save();
    }

    void save() {
        tickets.store().save(tie);
    }

    void hear(Notice notice) {
        if (told.add(notice.id())) {
            say(new Said(notice.at().toString(), words(notice)));
        }
    }

    private static String words(Notice notice) {
        boolean whole = notice.kind() == Notice.Kind.ENDED || notice.clusters().isEmpty();
        return notice.release().map(release -> release.app() + " ").orElse("")
                + (whole ? "" : "[" + String.join(" ", notice.clusters()) + "] ")
                + notice.text();
    }

    private void say(Said line) {
        tie = tie.with(line, told.ids());
        save();
        plan(SPACING);
    }

    /** The run has ended. */
    void runEnded(End how, String word) {
        if (tie.end() != End.NONE) {
            return;
        }
        since = tickets.scheduler().elapsed();
        tie = tie.with(how);
        say(new Said(tickets.scheduler().now().toString(), "the run has ended: " + word));
    }

    /** After a restart. */
    void goOn() {
        if (tie.end() != End.NONE || !tie.waiting().isEmpty()) {
            since = tickets.scheduler().elapsed();
            plan(Duration.ZERO);
        }
    }

    /** Writes soon, but not sooner than this after the last time. */
    private void plan(Duration distance) {
        if (planned || busy) {
            return;
        }
        planned = true;
        Duration wait = wrote ? last.plus(distance).minus(tickets.scheduler().elapsed()) : Duration.ZERO;
        later(wait.isNegative() ? Duration.ZERO : wait);
    }

    private void later(Duration wait) {
        tickets.scheduler()
                .after(
                        wait,
                        () -> tickets.execute(() -> {
                            planned = false;
                            if (!busy) {
                                write();
                            }
                        }));
    }

    private void write() {
        Optional<Jira> jira = tickets.jira().get();
        List<Said> lines = tie.waiting();
        String due = tie.due();
        if (lines.isEmpty() && due.isEmpty()) {
            rest();
            return;
        }
        busy = true;
        if (jira.isEmpty()) {
            done(List.of(), false, List.of(new JiraException("no Jira is configured any more")));
            return;
        }
        jira.get().isCloud().whenComplete((cloud, unknown) -> {
            if (unknown != null) {
                tickets.execute(() -> done(List.of(), false, List.of(unknown)));
            } else {
                write(jira.get(), cloud, lines, due);
            }
        });
    }

    /** The comment first: some workflows take none on a closed ticket. */
    private void write(Jira jira, boolean cloud, List<Said> lines, String due) {
        List<Throwable> failed = new ArrayList<>();
        CompletableFuture<?> comment = lines.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : jira.tell(cloud, tie.issue(), tie.comment(), tie.page(), lines);
        comment.whenComplete((done, failure) -> {
            if (failure != null) {
                failed.add(failure);
            }
            boolean said = failure == null;
            CompletableFuture<?> move = due.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : jira.ticket(cloud, tie.issue()).thenCompose(ticket -> jira.transition(cloud, ticket, due));
            move.whenComplete((moved, refused) -> {
                if (refused != null) {
                    failed.add(refused);
                }
                boolean settled = refused == null || cause(refused) instanceof JiraException;
                tickets.execute(() -> done(said ? lines : List.of(), settled && !due.isEmpty(), failed));
            });
        });
    }

    private void done(List<Said> said, boolean settled, List<Throwable> failed) {
        busy = false;
        wrote = true;
        last = tickets.scheduler().elapsed();
        tie = tie.without(said);
        tie = settled ? tie.with(End.SETTLED) : tie;
        save();
        if (failed.isEmpty()) {
            if (failures > 0) {
                tickets.log(tie.run(), "jiraChange: " + tie.issue() + " is told again what happens");
            }
            failures = 0;
            if (!tie.waiting().isEmpty() || tie.end() != End.NONE) {
                plan(tie.waiting().isEmpty() ? Duration.ZERO : SPACING);
            }
        } else {
            failed(failed.get(0));
        }
    }

    private void failed(Throwable failure) {
        failures++;
        String why = cause(failure) instanceof JiraException known ? known.getMessage() : HttpFailure.words(failure);
        boolean open = !tie.waiting().isEmpty() || !tie.due().isEmpty();
        boolean enough = since != null
                && tickets.scheduler().elapsed().minus(since).compareTo(PATIENCE) > 0
                && tie.end() != End.NONE;
        if (failures == 1 || enough) {
            tickets.log(
                    tie.run(),
                    "jiraChange: " + why
                            + (enough
                                    ? "; given up: " + String.join("; ", untold())
                                    : open ? "; tried again later" : ""));
        }
        if (enough) {
            close();
            return;
        }
        planned = true;
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        later(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    /** What the ticket does not know, in words. */
    List<String> untold() {
        List<String> untold = new ArrayList<>();
        if (!tie.waiting().isEmpty()) {
            untold.add(tie.issue() + " was not told: "
                    + String.join(" / ", tie.waiting().stream().map(Said::text).toList()));
        }
        if (!tie.due().isEmpty()) {
            untold.add(tie.issue() + " was not brought to '" + tie.due() + "'");
        }
        return untold;
    }

    /** Nothing is to be told. A release may go on when its run has ended. */
    private void rest() {
        if (tie.end() == End.NONE) {
            return;
        }
        over.complete(null);
        if (tickets.busy(tie.run())) {
            planned = true;
            later(LOOKS);
        } else {
            close();
        }
    }

    private void close() {
        tickets.forget(tie);
        over.complete(null);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
