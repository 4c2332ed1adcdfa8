package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Deletes the Lease of an app whose release has ended: this process's own, or one that a process left which died between
 * its last write and giving the lease up. Somebody else's is first given its whole duration to show that its holder
 * lives.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class LeaseRemains {
    /** Most of them 5 to 10 s apart: outlasts an outage of about ten minutes. */
    private static final int TRIES = 90;

    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final Scheduler scheduler;
    private final Executor serial;
    private final Backoff backoff;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private int triesLeft = TRIES;

    LeaseRemains(Cluster cluster, ReleaseSpec spec, Engine engine, Executor serial) {
        this(
                new LeaseKeeper.Place(cluster, spec.namespace(), Labels.own(spec.app()), engine.holder()),
                engine.scheduler(),
                engine.ids(),
                serial);
    }

    LeaseRemains(LeaseKeeper.Place place, Scheduler scheduler, Ids ids, Executor serial) {
        this.cluster = place.cluster();
        this.namespace = place.namespace();
        this.name = place.name();
        this.scheduler = scheduler;
        this.serial = serial;
        this.backoff = new Backoff(ids, Duration.ofMillis(500), Duration.ofSeconds(10));
    }

    /**
     * Deletes what dead processes left of a release that never took a lock, where the cluster answers at once. The
     * answer never fails.
     */
    static CompletableFuture<Void> sweep(ReleaseSpec spec, Engine engine, Executor serial) {
        CompletableFuture<?>[] all = spec.clusters().stream()
                .flatMap(name -> engine.fleet().member(name).stream())
                .filter(member -> member.allows(spec.namespace()))
                .map(member -> {
                    LeaseRemains remains = new LeaseRemains(member.cluster(), spec, engine, serial);
                    remains.triesLeft = 3;
                    return remains.clear(holder -> false);
                })
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }

    /**
     * Sees to it that no lease stays behind; to be called once. The answer never fails: a lease that could not be
     * deleted expires, and hinders nobody but the next release, for its duration.
     *
     * @param ours tells the holders whose work has ended
     */
    CompletableFuture<Void> clear(Predicate<String> ours) {
        look(ours, "");
        return gone;
    }

    /**
     * @param unchanged the version that somebody else's lease had one duration ago; empty if it was not seen yet
     */
    private void look(Predicate<String> ours, String unchanged) {
        triesLeft--;
        cluster.get(Kind.LEASE, namespace, name)
                .whenComplete((lease, failure) -> serial.execute(() -> {
                    if (failure != null) {
                        again(failure, ours, unchanged);
                        return;
                    }
                    String version = lease.getMetadata().getResourceVersion();
                    if (ours.test(Objects.toString(lease.getSpec().getHolderIdentity(), ""))
                            || version.equals(unchanged)) {
                        delete(lease, ours, unchanged);
                    } else if (unchanged.isEmpty()) {
                        later(LeaseKeeper.durationOf(lease).plusMillis(500), ours, version);
                    } else {
                        gone.complete(null);
                    }
                }));
    }

    private void delete(Lease lease, Predicate<String> ours, String unchanged) {
        DeleteOptions exactly = DeleteOptions.of(
                        DeleteOptions.Propagation.BACKGROUND,
                        lease.getMetadata().getUid())
                .at(lease.getMetadata().getResourceVersion());
        cluster.delete(Kind.LEASE, namespace, name, exactly)
                .whenComplete((done, failure) -> serial.execute(() -> {
                    if (failure != null) {
                        again(failure, ours, unchanged);
                    } else {
                        gone.complete(null);
                    }
                }));
    }

    private void again(Throwable failure, Predicate<String> ours, String unchanged) {
        KubeException cause = Calls.cause(cluster.name(), "give up lease/" + name + " in " + namespace, failure);
        boolean over = cause.reason() == Reason.NOT_FOUND || !cause.passing();
        if (over || triesLeft <= 0) {
            gone.complete(null);
        } else {
            later(backoff.next(cause.retryAfter()), ours, unchanged);
        }
    }

    private void later(Duration delay, Predicate<String> ours, String unchanged) {
        scheduler.after(delay, () -> serial.execute(() -> look(ours, unchanged)));
    }
}
