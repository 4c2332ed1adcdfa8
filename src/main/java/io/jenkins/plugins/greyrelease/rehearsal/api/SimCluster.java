package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The port to a simulated cluster: a call reaches the server after one way of the network and its answer comes back
 * after another. Calls may overtake each other; events of one watch do not.
 */
public final class SimCluster implements Cluster {

    /** User and field manager of the ports that releases have. */
    public static final String WHO = "grey-release";

    private final String who;
    private final ApiServer server;
    private final Scheduler time;
    private Supplier<Duration> oneWay;

    /**
     * @param random decides the latencies; drawn from once
     */
    public SimCluster(ApiServer server, Scheduler time, RandomGenerator random) {
        this(WHO, server, time, random);
    }

    /** One for another user. */
    public SimCluster(String who, ApiServer server, Scheduler time, RandomGenerator random) {
        this.who = who;
        this.server = server;
        this.time = time;
        RandomGenerator own = new SplittableRandom(random.nextLong());
        this.oneWay = () -> Duration.ofNanos(own.nextLong(1_000_000, 4_000_000));
    }

    /** Asked for every way, there and back; 1 to 4 ms at the beginning. */
    public void latency(Supplier<Duration> newOneWay) {
        oneWay = newOneWay;
    }

    @Override
    public String name() {
        return server.cluster();
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> get(Kind<T> kind, String namespace, String name) {
        return call(() -> {
            allowed("get", "", kind, namespace, name);
            return server.get(kind, namespace, name);
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Listing<T>> list(
            Kind<T> kind, String namespace, LabelSelector selector) {
        return call(() -> {
            allowed("list", "", kind, namespace, null);
            return server.listing(kind, namespace, selector);
        });
    }

    @Override
    public <T extends HasMetadata> Watch watch(
            Kind<T> kind, String namespace, LabelSelector selector, String resourceVersion, WatchListener<T> listener) {
        Connection<T> connection = new Connection<>(listener);
        time.after(
                oneWay.get(),
                () -> connection.open(() -> {
                    allowed("watch", "", kind, namespace, null);
                    return server.watch(kind, namespace, selector, resourceVersion, connection);
                }));
        return connection;
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(Kind<T> kind, T object, WriteOptions options) {
        return call(() -> {
            server.authorize(who, "create", kind, object);
            return server.create(who, kind, object, options);
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> update(Kind<T> kind, T object, WriteOptions options) {
        return call(() -> {
            server.authorize(who, "update", kind, object);
            return server.update(who, kind, object, options);
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            Kind<T> kind, String namespace, String name, Patch patch, WriteOptions options) {
        return call(() -> {
            allowed("patch", "", kind, namespace, name);
            return server.patch(new ApiServer.Target<>(who, kind, namespace, name), patch, options);
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> scale(
            Kind<T> kind, String namespace, String name, int replicas) {
        return call(() -> {
            allowed("patch", "scale", kind, namespace, name);
            T scaled = server.scale(who, kind, namespace, name, replicas);
            // the subresource answers with no more than a number
            allowed("get", "", kind, namespace, name);
            return scaled;
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Void> delete(
            Kind<T> kind, String namespace, String name, DeleteOptions options) {
        return call(() -> {
            allowed("delete", "", kind, namespace, name);
            server.delete(who, kind, namespace, name, options);
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> evict(String namespace, String pod, DeleteOptions options) {
        return call(() -> {
            allowed("create", "eviction", Kind.POD, namespace, pod);
            server.evict(who, namespace, pod, options);
            return null;
        });
    }

    @Override
    public Watch log(LogSource source, LogListener listener) {
        Following following = new Following(listener);
        time.after(
                oneWay.get(),
                () -> following.open(() -> {
                    allowed("get", "log", Kind.POD, source.namespace(), source.pod());
                    return server.log(source, following);
                }));
        return following;
    }

    private void allowed(String verb, String subresource, Kind<?> kind, String namespace, String name) {
        server.authorize(who, verb, subresource, kind, namespace, name);
    }

    private <R> CompletableFuture<R> call(Supplier<R> action) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        time.after(oneWay.get(), () -> {
            try {
                R result = action.get();
                time.after(oneWay.get(), () -> answer.complete(result));
            } catch (KubeException e) {
                time.after(oneWay.get(), () -> answer.completeExceptionally(e));
            }
        });
        return answer;
    }

    /** Keeps the order of what travels on it, and forgets it once closed. */
    private abstract class Connected implements Watch {
        private Watch served = () -> {};
        private Duration lastArrival = Duration.ZERO;
        private boolean closed;

        abstract void refused(KubeException cause);

        final void open(Supplier<Watch> opening) {
            if (closed) {
                return;
            }
            try {
                served = opening.get();
            } catch (KubeException e) {
                refused(e);
            }
        }

        @Override
        public final void close() {
            closed = true;
            served.close();
        }

        final void send(Runnable message) {
            Duration arrival = time.elapsed().plus(oneWay.get());
            lastArrival = arrival.compareTo(lastArrival) < 0 ? lastArrival : arrival;
            time.after(lastArrival.minus(time.elapsed()), () -> {
                if (!closed) {
                    message.run();
                }
            });
        }

        final void sendLast(Runnable message) {
            send(() -> {
                closed = true;
                message.run();
            });
        }
    }

    /** A log's connection. */
    private final class Following extends Connected implements LogListener {
        private final LogListener listener;

        Following(LogListener listener) {
            this.listener = listener;
        }

        @Override
        void refused(KubeException cause) {
            closed(Optional.of(cause));
        }

        @Override
        public void line(Instant at, String text) {
            send(() -> listener.line(at, text));
        }

        @Override
        public void closed(Optional<KubeException> cause) {
            sendLast(() -> listener.closed(cause));
        }
    }

    /** A watch's connection. */
    private final class Connection<T extends HasMetadata> extends Connected implements WatchListener<T> {
        private final WatchListener<T> listener;

        Connection(WatchListener<T> listener) {
            this.listener = listener;
        }

        @Override
        void refused(KubeException cause) {
            closed(cause);
        }

        @Override
        public void opened() {
            send(listener::opened);
        }

        @Override
        public void event(Type type, T object) {
            send(() -> listener.event(type, object));
        }

        @Override
        public void bookmark(String resourceVersion) {
            send(() -> listener.bookmark(resourceVersion));
        }

        @Override
        public void closed(KubeException cause) {
            sendLast(() -> listener.closed(cause));
        }
    }
}
