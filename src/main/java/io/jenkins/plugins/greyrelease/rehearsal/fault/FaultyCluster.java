package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A cluster whose network and server can be in trouble: down, slow, refusing, silent. Every fault is switched on and
 * off by a call at the (virtual) time at which it is to happen; chance comes from the seed alone.
 *
 * <p>Not thread-safe: of one simulation, on its thread.
 */
public final class FaultyCluster extends Decorated {

    private static final Duration REFUSAL = Duration.ofMillis(3);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

    private final Scheduler time;
    private final RandomGenerator random;
    private final List<Active> faults = new ArrayList<>();
    private final List<FaultyWatch<?>> watches = new ArrayList<>();
    private final List<FaultyLog> logs = new ArrayList<>();
    private Duration timeout = USUAL_TIMEOUT;
    private BiConsumer<Call, Effect> onHit = (call, effect) -> {};
    private boolean down;
    private int outages;
    private boolean silent;
    private double repetition;

    /**
     * @param random decides whom a fault hits; drawn from once
     */
    public FaultyCluster(Cluster inner, Scheduler time, RandomGenerator random) {
        super(inner);
        this.time = time;
        this.random = new SplittableRandom(random.nextLong());
    }

    /** A fault that is on. */
    public final class Active {
        private final Fault fault;
        private int hits;

        private Active(Fault fault) {
            this.fault = fault;
        }

        /** Switches it off; harmless if it is over. */
        public void end() {
            faults.remove(this);
        }

        /** How many calls it has hit. */
        public int hits() {
            return hits;
        }

        private boolean hits(Call call) {
            return hits < fault.times()
                    && fault.where().test(call)
                    && (fault.probability() >= 1 || random.nextDouble() < fault.probability());
        }
    }

    /** Switches a fault on. Of several that hit a call, the one that was switched on first counts. */
    public Active begin(Fault fault) {
        Active active = new Active(fault);
        faults.add(active);
        return active;
    }

    /** Switches a fault on for a while. */
    public Active begin(Fault fault, Duration length) {
        Active active = begin(fault);
        time.after(length, active::end);
        return active;
    }

    /**
     * Cuts the connection: answers under way are lost, watches break, every call is UNREACHABLE. What had reached the
     * server is done.
     */
    public void down() {
        down = true;
        outages++;
        cutLogs();
        breakWatches(Reason.UNREACHABLE, 0, "connection lost");
    }

    /** The cluster can be reached again. */
    public void up() {
        down = false;
    }

    /** Whether it is cut off. */
    public boolean isDown() {
        return down;
    }

    /** How long the client waits for an answer; 30 s at the beginning. */
    public void timeout(Duration newTimeout) {
        timeout = newTimeout;
    }

    /** Breaks all open watches, as a load balancer does. */
    public void loseWatches() {
        breakWatches(Reason.UNREACHABLE, 0, "watch closed: connection lost");
    }

    /** Ends all open watches with EXPIRED, as a compaction does. */
    public void expireWatches() {
        breakWatches(Reason.EXPIRED, 410, "too old resource version");
    }

    /** Holds the events of all watches back, as a stale cache does, until {@link #resumeWatches}. */
    public void stallWatches() {
        silent = true;
    }

    /** Delivers what was held back, in order, and everything from now on. */
    public void resumeWatches() {
        silent = false;
        List.copyOf(watches).forEach(FaultyWatch::release);
    }

    /** Tells each event again, with this probability, within the next second: twice, and after newer ones. */
    public void repeatEvents(double probability) {
        repetition = probability;
    }

    /** Hears of every call that a fault of {@link #begin(Fault)} hits. */
    public void onHit(BiConsumer<Call, Effect> listener) {
        onHit = listener;
    }

    /** Ends everything: faults, outage, silence, repetition. */
    public void heal() {
        faults.clear();
        repetition = 0;
        up();
        resumeWatches();
    }

    @Override
    public <T extends HasMetadata> Watch watch(
            Kind<T> kind, String namespace, LabelSelector selector, String resourceVersion, WatchListener<T> listener) {
        Call call = call("watch", kind, namespace, null);
        FaultyWatch<T> watch = new FaultyWatch<>(this, listener);
        if (down) {
            time.after(REFUSAL, () -> watch.end(unreachable(call)));
        } else if (hit(call) instanceof Effect.Refuse refusal) {
            time.after(REFUSAL, () -> watch.end(refused(call, refusal)));
        } else {
            watches.add(watch);
            watch.serve(inner().watch(kind, namespace, selector, resourceVersion, watch));
        }
        return watch;
    }

    @Override
    public Watch log(LogSource source, LogListener listener) {
        Call call = call("log", Kind.POD, source.namespace(), source.pod());
        FaultyLog log = new FaultyLog(logs::remove, listener);
        if (down) {
            time.after(REFUSAL, () -> log.end(unreachable(call)));
        } else if (hit(call) instanceof Effect.Refuse refusal) {
            time.after(REFUSAL, () -> log.end(refused(call, refusal)));
        } else {
            logs.add(log);
            log.serve(inner().log(source, log));
        }
        return log;
    }

    @Override
    <R> CompletableFuture<R> pass(Call call, Supplier<CompletableFuture<R>> send) {
        if (down) {
            return failure(unreachable(call));
        }
        Effect effect = hit(call);
        if (effect instanceof Effect.Refuse refusal) {
            return failure(refused(call, refusal));
        }
        CompletableFuture<R> answer = new CompletableFuture<>();
        int outage = outages;
        if (effect == null) {
            send.get().whenComplete((result, e) -> deliver(call, outage, answer, result, e));
            return answer;
        }
        Scheduler.Timer limit = time.after(timeout, () -> answer.completeExceptionally(timedOut(call)));
        answer.whenComplete((result, e) -> limit.cancel());
        if (effect instanceof Effect.Delay delay) {
            time.after(delay.there(), () -> {
                if (outages == outage) {
                    send.get()
                            .whenComplete((result, e) ->
                                    time.after(delay.back(), () -> deliver(call, outage, answer, result, e)));
                } else {
                    answer.completeExceptionally(unreachable(call));
                }
            });
        } else if (effect instanceof Effect.LoseAnswer) {
            // Its answer is nobody's any more; the timeout ends the call.
            send.get();
        }
        return answer;
    }

    private <R> void deliver(Call call, int outage, CompletableFuture<R> answer, R result, Throwable failure) {
        if (outages != outage) {
            answer.completeExceptionally(unreachable(call));
        } else if (failure != null) {
            answer.completeExceptionally(failure);
        } else {
            answer.complete(result);
        }
    }

    boolean silent() {
        return silent;
    }

    /** When the event is to be told again; null for never. */
    Duration repeat() {
        boolean again = repetition > 0 && random.nextDouble() < repetition;
        return again ? Duration.ofMillis(random.nextInt(1000)) : null;
    }

    Scheduler time() {
        return time;
    }

    void forget(FaultyWatch<?> watch) {
        watches.remove(watch);
    }

    /** The effect of the first fault that hits the call; null if none does. */
    private Effect hit(Call call) {
        for (Active active : faults) {
            if (active.hits(call)) {
                active.hits++;
                onHit.accept(call, active.fault.effect());
                return active.fault.effect();
            }
        }
        return null;
    }

    /** Cuts all logs that are followed. */
    public void cutLogs() {
        KubeException cause = new KubeException(name(), "read a log", Reason.UNREACHABLE, 0, "connection lost");
        List.copyOf(logs).forEach(log -> time.after(REFUSAL, () -> log.end(cause)));
    }

    private void breakWatches(Reason reason, int status, String answer) {
        KubeException cause = new KubeException(name(), "watch", reason, status, answer);
        for (FaultyWatch<?> watch : List.copyOf(watches)) {
            time.after(REFUSAL, () -> watch.end(cause));
        }
    }

    private <R> CompletableFuture<R> failure(KubeException failure) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        time.after(REFUSAL, () -> answer.completeExceptionally(failure));
        return answer;
    }

    private KubeException unreachable(Call call) {
        return new KubeException(name(), call.doing(), Reason.UNREACHABLE, 0, "connection refused");
    }

    private KubeException timedOut(Call call) {
        return new KubeException(
                name(), call.doing(), Reason.TIMEOUT, 0, "no answer within " + timeout.toSeconds() + " s");
    }

    private KubeException refused(Call call, Effect.Refuse refusal) {
        return new KubeException(
                name(), call.doing(), refusal.reason(), refusal.status(), refusal.answer(), refusal.retryAfter());
    }
}
