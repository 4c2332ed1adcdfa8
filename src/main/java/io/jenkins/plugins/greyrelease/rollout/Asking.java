package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Keys;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Reflector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks for something of a release that this process does not drive: writes an {@link Order} on one of its stable
 * Deployments and watches what becomes of it. Whoever drives the release takes it off again. Where nobody does, since the
 * Lease is seen unchanged for its whole duration, the order stays: whoever drives next, this process for one, obeys it.
 *
 * <p>Threads: {@link #ask} from any; everything else happens on an executor of its own.
 */
public final class Asking {
    /** A driver looks whenever its Deployment changes; it may have to read live, or wait for its own write. */
    private static final Duration PATIENCE = Duration.ofSeconds(75);

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final int TRIES = 10;

    private final Cluster cluster;
    private final String namespace;
    private final String app;
    private final String release;
    private final Order order;
    private final Scheduler scheduler;
    private final Serial serial;
    private final Reflector<Deployment> deployments;
    private final Runnable news = this::news;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private String holder = "";
    private boolean written;
    private boolean over;

    /**
     * @param in a cluster that the release is under way in
     */
    public Asking(UnderWay.Locked in, String namespace, String app, Wish wish, Scheduler scheduler, Ids ids) {
        this.cluster = in.member().cluster();
        this.namespace = namespace;
        this.app = app;
        this.release = in.release();
        this.order = new Order(wish.command(), ids.next(5), wish.by());
        this.scheduler = scheduler;
        this.serial = new Serial(scheduler, answer::completeExceptionally);
        this.deployments = new Reflector<>(cluster, Kind.DEPLOYMENT, namespace, scheduler, ids);
    }

    /**
     * What is asked for.
     *
     * @param by who asks
     */
    public record Wish(Command command, String by) {}

    /** What became of it. */
    public sealed interface Answer {
        /**
         * Whoever drives it has carried it out, or refused it.
         *
         * @param holder who drives
         * @param words what the record says of it, where it does
         */
        record Heard(String holder, Optional<String> words) implements Answer {}

        /** Nobody drives it; the order stands, for whoever comes. */
        record Undriven() implements Answer {}

        /** Somebody drives it and does not hear; the order was taken back. */
        record Unheard(String holder) implements Answer {}

        /** The release has ended meanwhile. */
        record Ended() implements Answer {}
    }

    /** Asks; to be called once. Fails with a {@link KubeException} if the cluster does not let it. */
    public CompletableFuture<Answer> ask() {
        serial.execute(() -> write(TRIES));
        return answer.whenComplete((done, failure) -> deployments.close());
    }

    private void write(int tries) {
        cluster.get(Kind.DEPLOYMENT, namespace, app)
                .thenCompose(stable -> held(stable)
                        ? cluster.update(
                                        Kind.DEPLOYMENT,
                                        Edit.of(stable)
                                                .label(Labels.ASKED, order.label())
                                                .write("")
                                                .object(),
                                        WriteOptions.FOR_REAL)
                                .thenApply(Optional::of)
                        : CompletableFuture.completedFuture(Optional.<Deployment>empty()))
                .whenComplete((stable, failure) -> serial.execute(() -> {
                    if (failure != null) {
                        again(failure, tries);
                    } else if (stable.isEmpty()) {
                        end(new Answer.Ended());
                    } else {
                        watch(stable.get());
                    }
                }));
    }

    private void again(Throwable failure, int tries) {
        KubeException cause = Calls.cause(cluster.name(), "ask for " + order.label(), failure);
        if (cause.passing() && tries > 1) {
            scheduler.after(AGAIN, () -> serial.execute(() -> write(tries - 1)));
        } else {
            answer.completeExceptionally(cause);
        }
    }

    private boolean held(Deployment stable) {
        return release.equals(View.label(stable, Labels.RELEASE));
    }

    private void watch(Deployment stable) {
        written = true;
        deployments.listen(List.of(Keys.name(app)), news);
        deployments.listenState(news);
        deployments.start();
        deployments.written(stable);
        lease("");
        scheduler.after(PATIENCE, () -> serial.execute(() -> takeBack(TRIES)));
    }

    private void news() {
        serial.execute(() -> {
            if (over || !written || !deployments.synced()) {
                return;
            }
            // a cluster whose part ends gives all its labels up, the order among them
            boolean stands = deployments
                    .get(app)
                    .filter(stable -> order.label().equals(View.label(stable, Labels.ASKED)))
                    .isPresent();
            if (!stands) {
                heard(TRIES);
            }
        });
    }

    /** Whether somebody drives: a lease that is seen unchanged for its whole duration says no. */
    private void lease(String unchanged) {
        Calls.find(cluster, Kind.LEASE, namespace, Labels.own(app))
                .whenComplete((lease, failure) -> serial.execute(() -> {
                    if (over) {
                        return;
                    }
                    if (failure != null) {
                        scheduler.after(AGAIN, () -> serial.execute(() -> lease(unchanged)));
                        return;
                    }
                    String version = lease.map(each -> each.getMetadata().getResourceVersion())
                            .orElse("");
                    holder = lease.map(Lease::getSpec)
                            .map(spec -> Objects.toString(spec.getHolderIdentity(), ""))
                            .orElse("");
                    if (version.equals(unchanged)) {
                        // the same for its whole duration, or none at all
                        end(new Answer.Undriven());
                    } else {
                        Duration duration = lease.map(LeaseKeeper::durationOf).orElse(AGAIN);
                        scheduler.after(duration.plusMillis(500), () -> serial.execute(() -> lease(version)));
                    }
                }));
    }

    /** Takes the order back, unless it was heard meanwhile. */
    private void takeBack(int tries) {
        if (over) {
            return;
        }
        erase().whenComplete((erased, failure) -> serial.execute(() -> {
            KubeException cause =
                    failure == null ? null : Calls.cause(cluster.name(), "take " + order.label() + " back", failure);
            if (cause == null && erased) {
                end(new Answer.Unheard(holder));
            } else if (cause == null) {
                heard(TRIES);
            } else if (cause.reason() == Reason.NOT_FOUND) {
                end(new Answer.Ended());
            } else if (cause.passing() && tries > 1) {
                scheduler.after(AGAIN, () -> serial.execute(() -> takeBack(tries - 1)));
            } else {
                answer.completeExceptionally(cause);
            }
        }));
    }

    /** Takes the label off if it is ours; tells whether it was. */
    private CompletableFuture<Boolean> erase() {
        return cluster.get(Kind.DEPLOYMENT, namespace, app).thenCompose(stable -> {
            if (!order.label().equals(View.label(stable, Labels.ASKED))) {
                return CompletableFuture.completedFuture(false);
            }
            Deployment without = Edit.of(stable).without(Labels.ASKED).write("").object();
            return cluster.update(Kind.DEPLOYMENT, without, WriteOptions.FOR_REAL)
                    .thenApply(done -> true);
        });
    }

    /** Takes back what was left for whoever comes; fails with a {@link KubeException} if that cannot be. */
    public CompletableFuture<Void> withdraw() {
        return erase().thenApply(done -> null);
    }

    /** The record says what came of it, soon after the label has gone. */
    private void heard(int tries) {
        if (over) {
            return;
        }
        over = true;
        words(tries);
    }

    private void words(int tries) {
        Calls.find(cluster, Kind.CONFIG_MAP, namespace, Labels.own(app))
                .whenComplete((map, failure) -> serial.execute(() -> {
                    Optional<String> words = failure != null
                            ? Optional.empty()
                            : map.flatMap(each -> Optional.ofNullable(each.getData()))
                                    .map(data -> data.getOrDefault(Record.EVENTS, ""))
                                    .flatMap(lines -> Record.answer(lines, order.label()));
                    if (words.isEmpty() && tries > 1) {
                        scheduler.after(AGAIN, () -> serial.execute(() -> words(tries - 1)));
                    } else {
                        answer.complete(new Answer.Heard(holder, words));
                    }
                }));
    }

    private void end(Answer with) {
        if (!over) {
            over = true;
            answer.complete(with);
        }
    }
}
