package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Holds a Lease: the one that says who drives an app's release in one cluster, or another of the same kind. Another's lease is taken over only after it was
 * seen unchanged for its whole duration on this process's monotonic clock: nobody's wall clock matters.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
public final class LeaseKeeper {
    static final Duration DURATION = Duration.ofSeconds(30);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(10);
    /** Nothing is written on a lease older than this: the write must land while it still holds. */
    private static final Duration FRESH = Duration.ofSeconds(20);

    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final String holder;
    private final Scheduler scheduler;
    private final Executor serial;
    private final Backoff backoff;
    private final LeaseRemains remains;
    private final CompletableFuture<Void> acquired = new CompletableFuture<>();
    private Lease held;
    private volatile Lease watched;
    private Duration watchedSince = Duration.ZERO;
    private Duration renewedAt = Duration.ZERO;
    private Scheduler.Timer timer;
    private boolean lost;
    private boolean stopped;
    private Runnable onChange = () -> {};
    private Consumer<KubeException> onTrouble = cause -> {};

    LeaseKeeper(Cluster cluster, ReleaseSpec spec, String holder, Engine engine, Executor serial) {
        this(
                new Place(cluster, spec.namespace(), Labels.own(spec.app()), holder),
                engine.scheduler(),
                engine.ids(),
                serial);
    }

    /** Asks for nothing before {@link #acquire}. */
    public LeaseKeeper(Place place, Scheduler scheduler, Ids ids, Executor serial) {
        this.cluster = place.cluster();
        this.namespace = place.namespace();
        this.name = place.name();
        this.holder = place.holder();
        this.scheduler = scheduler;
        this.serial = serial;
        this.backoff = new Backoff(ids, Duration.ofMillis(500), Duration.ofSeconds(10));
        this.remains = new LeaseRemains(place, scheduler, ids, serial);
    }

    /**
     * Which lease.
     *
     * @param holder names who wants it: another for every process, and every start of one
     */
    public record Place(Cluster cluster, String namespace, String name, String holder) {}

    /**
     * Completes when it is held; tries as long as it takes.
     *
     * @param listener hears of a loss or a new renewal
     * @param trouble hears of calls that fail
     */
    public CompletableFuture<Void> acquire(Runnable listener, Consumer<KubeException> trouble) {
        onChange = listener;
        onTrouble = trouble;
        look();
        return acquired;
    }

    /** Whether it was renewed recently enough for a write. */
    public boolean fresh() {
        return held != null && !lost && scheduler.elapsed().minus(renewedAt).compareTo(FRESH) < 0;
    }

    /** Whether somebody else has it now. */
    public boolean lost() {
        return lost;
    }

    /** Who else was seen holding it; empty if nobody. */
    public String other() {
        Lease seen = watched;
        return seen == null ? "" : Objects.toString(seen.getSpec().getHolderIdentity(), "");
    }

    /** Renews now; {@code onChange} follows. */
    void renew() {
        cancel();
        if (stopped || lost || held == null) {
            return;
        }
        write(new LeaseBuilder(held).editSpec().withRenewTime(now()).endSpec().build(), false);
    }

    /** Stops renewing and says nothing. */
    void detach() {
        stopped = true;
        cancel();
    }

    /** Gives it up; the answer never fails, since an expired lease hurts nobody. */
    public CompletableFuture<Void> giveUp() {
        detach();
        return lost ? CompletableFuture.completedFuture(null) : remains.clear(holder::equals);
    }

    private void look() {
        if (stopped) {
            return;
        }
        cluster.get(Kind.LEASE, namespace, name)
                .whenComplete((lease, failure) -> serial.execute(() -> {
                    if (stopped) {
                        return;
                    }
                    if (failure == null) {
                        found(lease);
                    } else if (cause(failure).reason() == Reason.NOT_FOUND) {
                        create();
                    } else {
                        again(cause(failure));
                    }
                }));
    }

    private void found(Lease lease) {
        String owner = lease.getSpec().getHolderIdentity();
        if (held != null && !holder.equals(owner)) {
            lost = true;
            held = null;
            watched = lease;
            onChange.run();
            return;
        }
        if (holder.equals(owner) || owner == null || owner.isEmpty() || expired(lease)) {
            int transitions = lease.getSpec().getLeaseTransitions() == null
                    ? 0
                    : lease.getSpec().getLeaseTransitions();
            write(
                    new LeaseBuilder(lease)
                            .editSpec()
                            .withHolderIdentity(holder)
                            .withLeaseDurationSeconds((int) DURATION.toSeconds())
                            .withRenewTime(now())
                            .withLeaseTransitions(holder.equals(owner) ? transitions : transitions + 1)
                            .endSpec()
                            .build(),
                    false);
        } else {
            timer = scheduler.after(durationOf(lease).plusMillis(500), () -> serial.execute(this::look));
            onChange.run();
        }
    }

    /** Whether it has not changed for its whole duration since we first saw it so. */
    private boolean expired(Lease lease) {
        boolean same = watched != null
                && watched.getMetadata()
                        .getResourceVersion()
                        .equals(lease.getMetadata().getResourceVersion());
        if (!same) {
            watched = lease;
            watchedSince = scheduler.elapsed();
        }
        return same && scheduler.elapsed().minus(watchedSince).compareTo(durationOf(lease)) >= 0;
    }

    static Duration durationOf(Lease lease) {
        Integer seconds = lease.getSpec().getLeaseDurationSeconds();
        return seconds == null ? DURATION : Duration.ofSeconds(seconds);
    }

    private void create() {
        write(
                new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds((int) DURATION.toSeconds())
                        .withAcquireTime(now())
                        .withRenewTime(now())
                        .withLeaseTransitions(0)
                        .endSpec()
                        .build(),
                true);
    }

    private void write(Lease lease, boolean create) {
        Duration sentAt = scheduler.elapsed();
        CompletableFuture<Lease> call = create
                ? cluster.create(Kind.LEASE, lease, WriteOptions.FOR_REAL)
                : cluster.update(Kind.LEASE, lease, WriteOptions.FOR_REAL);
        call.whenComplete((answer, failure) -> serial.execute(() -> {
            if (stopped) {
                return;
            }
            if (failure != null) {
                again(cause(failure));
                return;
            }
            held = answer;
            renewedAt = sentAt;
            backoff.reset();
            cancel();
            timer = scheduler.after(RENEW_EVERY, () -> serial.execute(this::renew));
            acquired.complete(null);
            onChange.run();
        }));
    }

    private void again(KubeException cause) {
        onTrouble.accept(cause);
        cancel();
        timer = scheduler.after(backoff.next(cause.retryAfter()), () -> serial.execute(this::look));
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private KubeException cause(Throwable failure) {
        return Calls.cause(cluster.name(), "lease/" + name + " in " + namespace, failure);
    }

    private ZonedDateTime now() {
        return scheduler.now().atZone(ZoneOffset.UTC);
    }
}
