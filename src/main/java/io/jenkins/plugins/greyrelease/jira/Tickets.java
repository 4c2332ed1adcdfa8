package io.jenkins.plugins.greyrelease.jira;

import io.jenkins.plugins.greyrelease.notify.Listener;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The tickets that runs are tied to: each is told what happens in its run, in the run's one comment, and brought where it
 * belongs when the run has ended. Jira may be slow or down: nobody waits for it.
 *
 * <p>Thread-safe: what is asked of it happens a little later, one thing after the other.
 */
public final class Tickets implements Listener {
    private final Supplier<Optional<Jira>> jira;
    private final Scheduler scheduler;
    private final TieStore store;
    private final BiConsumer<String, String> log;
    private final Predicate<String> busy;
    private final Serial serial;
    private final Map<String, TiedTicket> tied = new TreeMap<>();

    /**
     * @param jira as it is configured now
     * @param log takes what people should know of a run: the run and a line
     * @param busy whether a release of a run that has ended goes on without it
     */
    public Tickets(
            Supplier<Optional<Jira>> jira,
            Scheduler scheduler,
            TieStore store,
            BiConsumer<String, String> log,
            Predicate<String> busy) {
        this.jira = jira;
        this.scheduler = scheduler;
        this.store = store;
        this.log = log;
        this.busy = busy;
        this.serial = new Serial(
                scheduler, defect -> log.accept("", "a mistake in what tells tickets, please report this: " + defect));
    }

    /** From now on this ticket hears of the run. */
    public void tie(Tie tie) {
        serial.execute(() -> {
            TiedTicket before = tied.get(key(tie));
            if (before == null) {
                add(tie).save();
            } else {
                before.again(tie);
            }
        });
    }

    private static String key(Tie tie) {
        return tie.run() + "\n" + tie.issue();
    }

    private TiedTicket add(Tie tie) {
        TiedTicket ticket = new TiedTicket(tie, this);
        tied.put(key(tie), ticket);
        return ticket;
    }

    @Override
    public void hear(Notice notice) {
        if (notice.kind() != Notice.Kind.TEST) {
            serial.execute(() -> of(notice.run().id()).forEach(ticket -> ticket.hear(notice)));
        }
    }

    private List<TiedTicket> of(String run) {
        return tied.values().stream()
                .filter(ticket -> ticket.tie().run().equals(run))
                .toList();
    }

    /**
     * A run has ended; once it is told so, that stays.
     *
     * @param how the end in a word, for the comment
     * @return completes when its tickets know, or nothing more is tried
     */
    public CompletableFuture<Void> ended(String run, boolean success, String how) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        serial.execute(() -> {
            List<TiedTicket> its = of(run);
            its.forEach(ticket -> ticket.runEnded(success ? Tie.End.SUCCESS : Tie.End.FAILURE, how));
            CompletableFuture.allOf(its.stream().map(TiedTicket::over).toArray(CompletableFuture<?>[]::new))
                    .thenAccept(done -> all.complete(null));
        });
        return all;
    }

    /** A job was renamed: {@code from} and {@code to} are what the ids of its runs begin with. */
    public void renamed(String from, String to) {
        serial.execute(() -> List.copyOf(tied.values()).stream()
                .filter(ticket -> ticket.tie().run().startsWith(from))
                .forEach(ticket -> {
                    tied.remove(key(ticket.tie()));
                    ticket.renamed(to + ticket.tie().run().substring(from.length()));
                    tied.put(key(ticket.tie()), ticket);
                }));
    }

    /**
     * Goes on with what the process before has left.
     *
     * @param success whether a run has succeeded; empty: it has not ended
     */
    public void resume(Function<String, Optional<Boolean>> success) {
        serial.execute(() -> store.open().stream()
                .filter(tie -> !tied.containsKey(key(tie)))
                .forEach(tie -> {
                    TiedTicket ticket = add(tie);
                    success.apply(tie.run())
                            .ifPresent(ok -> ticket.runEnded(
                                    ok ? Tie.End.SUCCESS : Tie.End.FAILURE, ok ? "success" : "no success"));
                    ticket.goOn();
                }));
    }

    void forget(Tie tie) {
        tied.remove(key(tie));
        store.forget(tie);
    }

    /** What tickets are waiting for, for people; empty: nothing. */
    public CompletableFuture<List<String>> untold() {
        CompletableFuture<List<String>> answer = new CompletableFuture<>();
        serial.execute(() -> answer.complete(tied.values().stream()
                .flatMap(ticket -> ticket.untold().stream())
                .toList()));
        return answer;
    }

    Supplier<Optional<Jira>> jira() {
        return jira;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    TieStore store() {
        return store;
    }

    /** Runs something where all of this happens. */
    void execute(Runnable task) {
        serial.execute(task);
    }

    void log(String run, String line) {
        log.accept(run, line);
    }

    boolean busy(String run) {
        return busy.test(run);
    }
}
