package io.jenkins.plugins.greyrelease.autoscale.live;

import io.jenkins.plugins.greyrelease.autoscale.Reading;
import io.jenkins.plugins.greyrelease.autoscale.Scaling;
import io.jenkins.plugins.greyrelease.autoscale.ScalingMove;
import io.jenkins.plugins.greyrelease.autoscale.ScalingMove.Scale;
import io.jenkins.plugins.greyrelease.autoscale.ScalingPast;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.rollout.LeaseKeeper;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Scales one app in one cluster: looks at it every few seconds while it holds the lease, decides, and writes
 * {@code spec.replicas} of the Deployment under the version it saw. While a release of the app is under way, or another
 * autoscaler scales it, it stands still and says so.
 *
 * <p>Every change is one line of the log with the figures it was decided on, and so is everything that keeps it from
 * changing something, once until that is another.
 *
 * <p>Threads: everything happens one after the other on the scheduler's.
 */
final class Autoscaler {
    private static final Duration AFTER_LOSS = Duration.ofSeconds(30);
    private static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

    /** What all autoscalers of one process share. */
    record Surroundings(Scheduler scheduler, Leases leases, Queries queries, Consumer<String> log) {}

    /** Makes leases. */
    @FunctionalInterface
    interface Leases {
        LeaseKeeper of(Cluster cluster, AutoscaledApp app, Serial serial);
    }

    private final Surroundings around;
    private final Cluster cluster;
    private final AutoscaledApp app;
    private final Duration every;
    private final Scout scout;
    private final Serial serial;
    private LeaseKeeper lease;
    private ScalingPast past;
    private Scheduler.Timer timer;
    private String lastSaid = "";
    private boolean stopped;

    Autoscaler(Surroundings around, Cluster cluster, AutoscaledApp app, Duration every) {
        this.around = around;
        this.cluster = cluster;
        this.app = app;
        this.every = every;
        this.scout = new Scout(cluster, app, around.queries());
        this.serial = new Serial(around.scheduler(), this::broken);
    }

    /** Begins; nothing is changed before the lease is held. */
    void start() {
        serial.execute(this::lead);
    }

    /** Ends; the answer comes when the lease is given up, and never fails. */
    CompletableFuture<Void> stop() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        serial.execute(() -> {
            stopped = true;
            if (timer != null) {
                timer.cancel();
            }
            (lease == null ? CompletableFuture.<Void>completedFuture(null) : lease.giveUp())
                    .whenComplete((nothing, failure) -> ended.complete(null));
        });
        return ended;
    }

    /** What would be done now, in words, without a lease; changes nothing, and never fails. */
    CompletableFuture<String> preview() {
        return scout.look()
                .thenCompose(sight -> sight.obstacle()
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> scout.measure(sight).thenApply(readings -> Scaling.decide(
                                        sight.replicas(),
                                        app.rules(),
                                        readings,
                                        new ScalingPast(Optional.empty(), Optional.empty()),
                                        around.scheduler().elapsed())
                                .says())))
                .handle((says, failure) ->
                        line(failure == null ? says : Scout.cause(failure).getMessage()));
    }

    private void lead() {
        past = ScalingPast.unknown(around.scheduler().elapsed());
        lease = around.leases().of(cluster, app, serial);
        LeaseKeeper mine = lease;
        mine.acquire(() -> leaseChanged(mine), cause -> say(cause.getMessage()))
                .thenRun(() -> serial.execute(() -> look(mine)));
    }

    private void leaseChanged(LeaseKeeper mine) {
        if (mine != lease || stopped) {
            return;
        }
        if (mine.lost()) {
            say("the lease was taken by " + mine.other() + ", which scales it now");
            lease = null;
            again(AFTER_LOSS, this::lead);
        } else if (!mine.fresh() && !mine.other().isEmpty()) {
            say("waits: " + mine.other() + " scales it");
        }
    }

    /** A look under a lease that was lost meanwhile ends there; the next lease has looks of its own. */
    private void look(LeaseKeeper mine) {
        if (stopped || lease != mine) {
            return;
        }
        scout.look()
                .thenCompose(sight -> sight.obstacle().isPresent()
                        ? CompletableFuture.completedFuture(new Seen(sight, null))
                        : scout.measure(sight).thenApply(readings -> new Seen(sight, decide(sight, readings))))
                .whenComplete((seen, failure) -> serial.execute(() -> {
                    if (stopped || lease != mine) {
                        return;
                    }
                    if (failure == null) {
                        act(mine, seen);
                    } else {
                        say(Scout.cause(failure).getMessage());
                        lookAgain(mine, every);
                    }
                }));
    }

    /** @param move null where something forbids any */
    private record Seen(Sight sight, ScalingMove move) {}

    private ScalingMove decide(Sight sight, List<Reading> readings) {
        return Scaling.decide(
                sight.replicas(),
                app.rules(),
                readings,
                past,
                around.scheduler().elapsed());
    }

    private void act(LeaseKeeper mine, Seen seen) {
        if (seen.move() == null) {
            past = ScalingPast.unknown(around.scheduler().elapsed());
            say(seen.sight().obstacle().orElseThrow());
        } else if (!(seen.move() instanceof Scale scale)) {
            stay(seen.move().says());
        } else if (!mine.fresh()) {
            say("waits until its lease is renewed; wanted " + scale.says());
        } else {
            write(mine, seen.sight(), scale);
            return;
        }
        lookAgain(mine, every);
    }

    private void write(LeaseKeeper mine, Sight sight, Scale scale) {
        String version = sight.deployment().getMetadata().getResourceVersion();
        Patch patch = Patch.merge("{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"spec\":{\"replicas\":"
                + scale.replicas() + "}}");
        cluster.patch(Kind.DEPLOYMENT, app.namespace(), app.app(), patch, WriteOptions.FOR_REAL)
                .whenComplete((done, failure) ->
                        serial.execute(() -> lookAgain(mine, written(scale, failure) ? every : AFTER_CONFLICT)));
    }

    /**
     * Of a write whose fate is unknown it is taken that it was done: the next step up or down waits.
     *
     * @return false if somebody else's change came first
     */
    private boolean written(Scale scale, Throwable failure) {
        Duration now = around.scheduler().elapsed();
        if (failure == null) {
            past = past.and(scale, now);
            say(scale.says());
        } else if (Scout.cause(failure) instanceof KubeException kube) {
            if (kube.reason() == Reason.CONFLICT) {
                return false;
            }
            boolean unknown = kube.reason() == Reason.TIMEOUT || kube.reason() == Reason.UNREACHABLE;
            past = unknown ? past.and(scale, now) : past;
            say(kube.getMessage() + "; wanted " + scale.says());
        } else {
            say(Scout.cause(failure).toString());
        }
        return true;
    }

    private void lookAgain(LeaseKeeper mine, Duration delay) {
        if (lease == mine) {
            again(delay, () -> look(mine));
        }
    }

    private void again(Duration delay, Runnable task) {
        if (timer != null) {
            timer.cancel();
        }
        if (!stopped) {
            timer = around.scheduler().after(delay, () -> serial.execute(task));
        }
    }

    /** That nothing is to be done is said when its reason is a new one, not at every look. */
    private void stay(String says) {
        String kind = says.replaceAll("[0-9.]+(e\\+?\\d+)?", "#");
        if (!kind.equals(lastSaid)) {
            lastSaid = kind;
            around.log().accept(line(says));
        }
    }

    private void say(String says) {
        if (!says.equals(lastSaid)) {
            lastSaid = says;
            around.log().accept(line(says));
        }
    }

    private String line(String says) {
        return "[" + cluster.name() + "] " + app.key() + ": " + says;
    }

    private void broken(RuntimeException e) {
        around.log().accept(line("a defect of this program: " + e));
        if (lease != null) {
            lookAgain(lease, every);
        }
    }
}
