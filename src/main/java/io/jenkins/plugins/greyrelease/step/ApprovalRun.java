package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Outcome;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs.OnTimeout;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * {@code manualApproval}: asks for one vote after the other until it is decided, and keeps the record. No thread waits
 * for it.
 *
 * <p>Thread-safe: a vote is one compare-and-set on the record, so of two at the same moment each is counted, once.
 */
public final class ApprovalRun {
    private final ApprovalHost host;
    private final ManualApprovalArgs args;
    private final AtomicReference<Approval> record;
    private final CompletableFuture<StepOutcome> end = new CompletableFuture<>();
    private final List<Scheduler.Timer> timers = new ArrayList<>();
    private final List<VoteSource.Watch> watches = new ArrayList<>();
    private int told;
    private boolean closing;

    /**
     * Asks nothing before {@link #start}.
     *
     * @param record as it began, or as it was kept when the process before ended
     */
    public ApprovalRun(ApprovalHost host, ManualApprovalArgs args, Approval record) {
        this.host = host;
        this.args = args;
        this.record = new AtomicReference<>(record);
        this.told = record.notes().size();
    }

    /** The record of an approval that begins now. */
    public static Approval begin(String id, ManualApprovalArgs args, Ballot ballot, Instant now) {
        return Approval.ask(
                id, args.message(), args.rules(), ballot, now, args.timeout().map(now::plus));
    }

    /** Asks, or goes on asking; to be called once. Never fails: what goes wrong is an outcome. */
    public CompletableFuture<StepOutcome> start() {
        Approval now = record.get();
        if (now.notes().isEmpty() && !now.outcome().closed()) {
            host.log(ApprovalWords.begins(now, args));
        }
        now.deadline().ifPresent(this::look);
        args.reminders().ifPresent(this::remindAfter);
        if (!advance(approval -> approval.look(host.scheduler().now(), host.people()))) {
            show();
            host.sources(args).forEach(source -> watched(source.watch(new Elsewhere())));
        }
        return end;
    }

    /** How it stands. */
    public Approval approval() {
        return record.get();
    }

    /** What a person should know before the vote, now, in lines of plain text. */
    public List<String> briefing() {
        return host.briefing();
    }

    /**
     * Somebody votes.
     *
     * @return what is noted of it, in words
     */
    public String vote(Vote vote) {
        int before = record.get().notes().size();
        Ballot ballot = host.ballot();
        if (!advance(approval -> approval.rebound(ballot, vote.at()).vote(vote, host.people()))) {
            show();
        }
        List<Approval.Note> notes = record.get().notes();
        return notes.subList(Math.min(before, notes.size()), notes.size()).stream()
                .map(Approval.Note::text)
                .reduce((first, second) -> first + "; " + second)
                .orElse("");
    }

    /** Looks whether what votes are bound to has changed, and asks anew if it has. */
    public void recheck() {
        Ballot ballot = host.ballot();
        if (!ballot.equals(record.get().ballot())
                && !advance(
                        approval -> approval.rebound(ballot, host.scheduler().now()))) {
            show();
        }
    }

    /** What other places tell. */
    private final class Elsewhere implements VoteSource.Taker {
        @Override
        public Approval approval() {
            return record.get();
        }

        @Override
        public void seen(Ballot ballot, String place, Instant since) {
            advance(approval -> approval.ballot().equals(ballot)
                    ? approval.seen(place, since, host.scheduler().now())
                    : approval);
        }

        @Override
        public void vote(Vote vote) {
            Ballot ballot = host.ballot();
            if (!record.get().has(vote)
                    && !advance(approval -> approval.has(vote)
                            ? approval
                            : approval.rebound(ballot, host.scheduler().now()).vote(vote, host.people()))) {
                show();
            }
        }

        @Override
        public void takenBack(String from, String why) {
            advance(approval -> approval.takenBack(from, why, host.scheduler().now(), host.people()));
        }

        @Override
        public void note(String text) {
            advance(approval -> approval.outcome().closed()
                            || approval.notes().stream()
                                    .anyMatch(note -> note.text().equals(text))
                    ? approval
                    : approval.noted(host.scheduler().now(), text));
        }
    }

    /**
     * Ends it without a decision.
     *
     * @param why in words, such as who stopped the run
     */
    public void withdraw(String why) {
        advance(approval -> approval.withdrawn(why, host.scheduler().now()));
    }

    /** The next step of the record. @return whether it is closed */
    private boolean advance(UnaryOperator<Approval> step) {
        Approval before;
        Approval after;
        do {
            before = record.get();
            after = step.apply(before);
        } while (!record.compareAndSet(before, after));
        tell();
        if (!after.ballot().equals(before.ballot())) {
            watches().forEach(VoteSource.Watch::changed);
        }
        if (after.outcome() instanceof Outcome.Open open && open.enough()) {
            open.opens().ifPresent(this::look);
        }
        if (after.outcome().closed()) {
            close(after);
        }
        return after.outcome().closed();
    }

    /** What the record says now is kept: also what another thread has just written into it. */
    private synchronized void tell() {
        Approval now = record.get();
        if (now.notes().size() > told) {
            List<Approval.Note> news = now.notes().subList(told, now.notes().size());
            told = now.notes().size();
            news.forEach(note -> host.log(note.text()));
            host.kept(now, news);
        }
    }

    private void close(Approval closed) {
        List<Runnable> over = new ArrayList<>();
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            timers.forEach(timer -> over.add(timer::cancel));
            watches.forEach(watch -> over.add(() -> watch.end(closed)));
            timers.clear();
            watches.clear();
        }
        over.forEach(Runnable::run);
        host.hide();
        end.complete(outcome(closed));
    }

    private void show() {
        Approval now = record.get();
        Question question = new Question(
                ApprovalWords.question(now, args, host.briefing()),
                now.round(),
                now.ballot(),
                now.rules(),
                args.comment());
        host.show(question);
        if (record.get().outcome().closed()) {
            // decided while it was being shown
            host.hide();
        }
    }

    private void look(Instant when) {
        Duration left = Duration.between(host.scheduler().now(), when);
        later(left.isNegative() ? Duration.ZERO : left, () -> {
            // the wall clock may have been set back meanwhile; this much time has passed
            Instant now = host.scheduler().now();
            Instant reached = now.isBefore(when) ? when : now;
            advance(approval -> approval.look(reached, host.people()));
        });
    }

    private void remindAfter(Duration every) {
        later(every, () -> {
            recheck();
            if (!record.get().outcome().closed()) {
                host.log(ApprovalWords.reminder(record.get(), host.scheduler().now()));
                remindAfter(every);
            }
        });
    }

    private void later(Duration after, Runnable task) {
        Scheduler.Timer timer =
                host.scheduler().after(after, () -> host.counting().execute(task));
        synchronized (this) {
            timers.add(timer);
        }
        if (record.get().outcome().closed()) {
            timer.cancel();
        }
    }

    private synchronized List<VoteSource.Watch> watches() {
        return List.copyOf(watches);
    }

    private void watched(VoteSource.Watch watch) {
        boolean over;
        synchronized (this) {
            over = closing;
            watches.add(watch);
        }
        if (over) {
            watch.end(record.get());
        }
    }

    private StepOutcome outcome(Approval closed) {
        Outcome how = closed.outcome();
        String message = closed.words() + ": " + closed.message();
        if (how instanceof Outcome.Approved) {
            return new StepOutcome(Status.SUCCESS, "", ApprovalWords.result(closed));
        } else if (how instanceof Outcome.TimedOut && args.onTimeout() == OnTimeout.FAIL) {
            return new StepOutcome(Status.FAILURE, inTime(message), ApprovalWords.result(closed));
        }
        return new StepOutcome(
                Status.ABORTED,
                how instanceof Outcome.TimedOut ? inTime(message) : closed.words(),
                ApprovalWords.result(closed));
    }

    private String inTime(String message) {
        return args.timeout()
                .map(after -> message + " (timed out after " + Durations.shown(after) + ")")
                .orElse(message);
    }
}
