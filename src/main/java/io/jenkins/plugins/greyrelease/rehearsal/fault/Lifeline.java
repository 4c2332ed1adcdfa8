package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The life of one controller process. What it runs gets its clusters and its scheduler from here; when it dies, no
 * request leaves, no answer or event arrives and no timer fires any more, while the clusters live on. A process that is
 * started again is a new lifeline over the same clusters.
 */
public final class Lifeline {

    /** When a process dies, seen from one of its calls. */
    public enum Moment {
        /** The request is never sent. */
        BEFORE,
        /** The request is carried out; its answer finds nobody. */
        AFTER
    }

    private record Death(Predicate<Call> counted, int number, Moment moment) {}

    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Runnable> mourners = new CopyOnWriteArrayList<>();
    private Death planned;
    private int counted;
    private volatile boolean dead;

    /**
     * Plans the death of the process; replaces an earlier plan.
     *
     * @param counted which calls count, such as {@link Fault#WRITES}
     * @param number at which of them, from 1, counted from now
     */
    public void dieAt(Predicate<Call> counted, int number, Moment moment) {
        planned = new Death(counted, number, moment);
        this.counted = 0;
    }

    /** Dies now. */
    public void die() {
        if (!dead) {
            dead = true;
            List.copyOf(mourners).forEach(Runnable::run);
        }
    }

    /** Runs when the process dies, at that very moment. */
    public void onDeath(Runnable mourner) {
        mourners.add(mourner);
    }

    /** Whether the process lives. */
    public boolean alive() {
        return !dead;
    }

    /** The calls the process has made, the one it died before included. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The cluster as the process reaches it. */
    public Cluster cluster(Cluster inner) {
        return new Reached(inner);
    }

    /** The scheduler as the process has it. */
    public Scheduler scheduler(Scheduler inner) {
        return new Own(inner);
    }

    /** Whether this is the call of the planned death. */
    private boolean lastCall(Call call) {
        calls.add(call);
        return planned != null && planned.counted().test(call) && ++counted == planned.number();
    }

    private final class Reached extends Decorated {

        Reached(Cluster inner) {
            super(inner);
        }

        @Override
        <R> CompletableFuture<R> pass(Call call, Supplier<CompletableFuture<R>> send) {
            CompletableFuture<R> answer = new CompletableFuture<>();
            if (dead) {
                return answer;
            }
            boolean last = lastCall(call);
            if (last && planned.moment() == Moment.BEFORE) {
                die();
                return answer;
            }
            send.get().whenComplete((result, failure) -> {
                if (last) {
                    die();
                }
                if (dead) {
                    return;
                }
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return answer;
        }

        @Override
        public <T extends HasMetadata> Watch watch(
                Kind<T> kind,
                String namespace,
                LabelSelector selector,
                String resourceVersion,
                WatchListener<T> listener) {
            return open(call("watch", kind, namespace, null), () -> inner().watch(
                            kind, namespace, selector, resourceVersion, new Listening<>(listener)));
        }

        @Override
        public Watch log(LogSource source, LogListener listener) {
            return open(call("log", Kind.POD, source.namespace(), source.pod()), () -> inner().log(
                            source, new Hearing(listener)));
        }

        /** What goes on until the process dies. */
        private Watch open(Call call, Supplier<Watch> opening) {
            if (dead) {
                return () -> {};
            }
            if (lastCall(call)) {
                die();
                return () -> {};
            }
            Watch watch = opening.get();
            Runnable close = watch::close;
            mourners.add(close);
            return () -> {
                mourners.remove(close);
                watch.close();
            };
        }
    }

    private final class Hearing implements LogListener {
        private final LogListener listener;

        Hearing(LogListener listener) {
            this.listener = listener;
        }

        @Override
        public void line(Instant at, String text) {
            whileAlive(() -> listener.line(at, text));
        }

        @Override
        public void closed(Optional<KubeException> cause) {
            whileAlive(() -> listener.closed(cause));
        }
    }

    private final class Listening<T> implements WatchListener<T> {
        private final WatchListener<T> listener;

        Listening(WatchListener<T> listener) {
            this.listener = listener;
        }

        @Override
        public void opened() {
            whileAlive(listener::opened);
        }

        @Override
        public void event(Type type, T object) {
            whileAlive(() -> listener.event(type, object));
        }

        @Override
        public void bookmark(String resourceVersion) {
            whileAlive(() -> listener.bookmark(resourceVersion));
        }

        @Override
        public void closed(KubeException cause) {
            whileAlive(() -> listener.closed(cause));
        }
    }

    private final class Own implements Scheduler {
        private final Scheduler inner;

        Own(Scheduler inner) {
            this.inner = inner;
        }

        @Override
        public Instant now() {
            return inner.now();
        }

        @Override
        public Duration elapsed() {
            return inner.elapsed();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return inner.after(delay, () -> whileAlive(task));
        }

        @Override
        public void execute(Runnable task) {
            inner.execute(() -> whileAlive(task));
        }
    }

    private void whileAlive(Runnable task) {
        if (!dead) {
            task.run();
        }
    }
}
