package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.rollout.Move.Write;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes one cluster where the release wants it: looks, decides, does one write, looks again. One thing is under way at
 * a time; news that comes meanwhile is marked, and one more look follows.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class ClusterDriver {
    private static final Duration REFUSED_AGAIN = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Terms terms;
    private final Scheduler scheduler;
    private final Executor serial;
    private final LeaseKeeper lease;
    private final Consumer<News> listener;
    private final Eyes eyes;
    private final Backoff backoff;
    private final Contact contact;
    private final Progress progress = new Progress();
    private final Refusals refused = new Refusals();
    private final Reporter reporter;
    private Goal goal = new Goal.Hold();
    private Move settled;
    private volatile String doing = "reading";
    private boolean busy;
    private boolean marked;
    private boolean closed;
    private boolean asked;
    private String answered = "";
    private Scheduler.Timer timer;

    /** What surrounds a driver. */
    record Setting(Engine engine, Executor serial, Consumer<News> listener) {}

    ClusterDriver(Place place, LeaseKeeper lease, Terms terms, Setting setting) {
        Engine engine = setting.engine();
        this.cluster = place.cluster();
        this.terms = terms;
        this.scheduler = engine.scheduler();
        this.serial = setting.serial();
        this.lease = lease;
        this.listener = setting.listener();
        this.backoff = new Backoff(engine.ids(), Duration.ofMillis(200), Duration.ofSeconds(30));
        this.contact = new Contact(scheduler, serial, listener);
        this.reporter = new Reporter(terms, listener);
        progress.begin(scheduler.elapsed());
        this.eyes = new Eyes(
                cluster, engine.informers(), terms, place.selector(), new Gathering(scheduler, serial, this::look));
        serial.execute(this::look);
    }

    /** What is wanted from now on. */
    void goal(Goal wanted) {
        if (!wanted.equals(goal)) {
            goal = wanted;
            settled = null;
            progress.begin(scheduler.elapsed());
            look();
        }
    }

    /** What the cluster's label asked for was carried out, or refused. */
    void answered(String label) {
        answered = label;
        look();
    }

    /** Forgets failures and refusals: a person says try again. */
    void retry() {
        settled = null;
        refused.clear();
        progress.begin(scheduler.elapsed());
        look();
    }

    /** Labels of the app and the hash of the canary's ReplicaSet, as {@code kubectl -l} takes them. */
    String canarySelector() {
        return eyes.canarySelector();
    }

    /** In words; to be asked on any thread. */
    String status() {
        return contact.lost() ? "unreachable" : doing;
    }

    /** The pods that were seen last, if any were; to be asked on any thread. */
    Optional<Headcount> pods() {
        return reporter.pods();
    }

    /** Looks and writes no more. */
    void close() {
        closed = true;
        cancel();
        contact.close();
        eyes.close();
    }

    /** Looks at the caches; the way in for all news. */
    void look() {
        if (closed) {
            return;
        }
        contact.watch(eyes.unreachableSince(), eyes.problem());
        if (busy) {
            marked = true;
            return;
        }
        marked = false;
        if (!eyes.synced()) {
            return;
        }
        if (lease.lost()) {
            settle(
                    new Move.Stop(
                            Move.Stop.TAKEN_OVER,
                            "another process drives the release of " + terms.app() + " in " + cluster.name() + ": "
                                    + lease.other() + ". Nothing is written from here any more; if that one has ended,"
                                    + " run it again to go on"),
                    true);
            return;
        }
        act(decide(eyes.cached(), false), false);
    }

    private Move decide(Sight sight, boolean live) {
        Seen seen = eyes.seen(sight, frame(live));
        progress.note(seen, scheduler.elapsed());
        reporter.note(seen);
        return Decision.next(seen.progressed(progress.at()), goal, terms);
    }

    private Seen.Frame frame(boolean live) {
        return new Seen.Frame(refused.targets(), scheduler.elapsed(), progress.at(), live, answered);
    }

    private void act(Move move, boolean live) {
        if (move instanceof Write write && refused.contains(write)) {
            settle(refused.move(write, goal), live);
            return;
        }
        cancel();
        if (move instanceof Write write) {
            if (!Refusals.isOne(settled)) {
                resumed();
            }
            doing = write.why();
            if (!live && write.needsLiveRead()) {
                lookLive(Duration.ZERO);
            } else if (lease.fresh()) {
                write(write);
            } else {
                lease.renew();
                doing = "renewing its lease";
            }
        } else if (move instanceof Move.Wait wait) {
            resumed();
            doing = "waiting for " + wait.what();
            if (!wait.atMost().isZero()) {
                timer = scheduler.after(wait.atMost(), () -> serial.execute(this::look));
            }
        } else if (move instanceof Move.Stop stop && stop.takenOver() && !asked) {
            // the lease tells by whom
            asked = true;
            doing = "asking who drives the release";
            lease.renew();
        } else {
            settle(move, live);
        }
    }

    private void resumed() {
        if (settled instanceof Move.Stop) {
            listener.accept(new News.Resumed());
        }
        settled = null;
    }

    private void settle(Move move, boolean live) {
        boolean same = move.equals(settled);
        if (!same && !live) {
            lookLive(Duration.ZERO);
            return;
        }
        if (timer == null && move instanceof Move.Stop) {
            timer = scheduler.after(REFUSED_AGAIN, () -> serial.execute(this::tryRefused));
        }
        if (same) {
            return;
        } else if (!(move instanceof Move.Stop)) {
            resumed();
        }
        settled = move;
        doing = Writes.words(move);
        listener.accept(new News.Settled(goal, move));
    }

    /** A refusal can end without any event, such as rights given back. */
    private void tryRefused() {
        timer = null;
        if (!refused.targets().isEmpty()) {
            refused.clear();
            look();
        }
    }

    private void lookLive(Duration delay) {
        busy = true;
        if (delay.isZero()) {
            readLive();
        } else {
            scheduler.after(delay, () -> serial.execute(this::readLive));
        }
    }

    private void readLive() {
        if (closed) {
            return;
        }
        eyes.live()
                .whenComplete((sight, failure) -> serial.execute(() -> {
                    if (closed) {
                        return;
                    }
                    if (failure != null) {
                        failed(Calls.cause(cluster.name(), "read " + terms.app(), failure), "");
                        return;
                    }
                    contact.answered();
                    busy = false;
                    act(decide(sight, true), true);
                    if (marked && !busy) {
                        look();
                    }
                }));
    }

    private void write(Write write) {
        busy = true;
        Writes.send(cluster, write)
                .whenComplete((answer, failure) -> serial.execute(() -> {
                    if (closed) {
                        return;
                    }
                    if (failure != null) {
                        failed(Calls.cause(cluster.name(), write.why(), failure), Writes.target(write));
                        return;
                    }
                    contact.answered();
                    backoff.reset();
                    resumed();
                    answer.ifPresent(eyes::written);
                    progress.begin(scheduler.elapsed());
                    busy = false;
                    listener.accept(new News.Wrote(write.says(), write.why()));
                    look();
                }));
    }

    /** After any failure: look at the cluster itself before anything else, since the write may have been done. */
    private void failed(KubeException cause, String target) {
        boolean blind = target.isEmpty() && cause.reason() == Reason.FORBIDDEN;
        if (blind || cause.reason() == Reason.TIMEOUT || cause.reason() == Reason.UNREACHABLE) {
            contact.failed(cause.getMessage());
        } else {
            contact.answered();
        }
        if (!target.isEmpty()) {
            refused.note(target, cause);
        }
        doing = "trying again after: " + cause.getMessage();
        lookLive(backoff.next(cause.retryAfter()));
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
