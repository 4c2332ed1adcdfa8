package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/**
 * All objects of one kind in all namespaces, kept by list and watch; the caches of releases look at one namespace each.
 *
 * <p>Thread-safe; {@code news} is called on the threads of the cluster's callbacks.
 */
final class Mirror<T extends HasMetadata> implements AutoCloseable {
    private final Cluster cluster;
    private final Kind<T> kind;
    private final Scheduler scheduler;
    private final Runnable news;
    private final Backoff backoff;
    private final TreeMap<String, T> objects = new TreeMap<>();
    private boolean synced;
    private boolean closed;
    private KubeException problem;
    private Watch watch;
    private int connection;

    Mirror(Cluster cluster, Kind<T> kind, Scheduler scheduler, Ids ids, Runnable news) {
        this.cluster = cluster;
        this.kind = kind;
        this.scheduler = scheduler;
        this.news = news;
        this.backoff = new Backoff(ids, Duration.ofMillis(500), Duration.ofSeconds(30));
    }

    synchronized boolean synced() {
        return synced;
    }

    /** Why it is cut off, while it is. */
    synchronized Optional<KubeException> problem() {
        return Optional.ofNullable(problem);
    }

    synchronized Collection<T> all() {
        return List.copyOf(objects.values());
    }

    /** What a write of ours answered: known at once, older events do not undo it. */
    void written(T object) {
        synchronized (this) {
            offer(object);
        }
    }

    private void offer(T object) {
        T known = objects.get(key(object));
        if (known == null || version(object) >= version(known)) {
            objects.put(key(object), object);
        }
    }

    /** Versions that are no numbers cannot be compared; the later news wins then. */
    private static long version(HasMetadata object) {
        String version = object.getMetadata().getResourceVersion();
        return version != null && version.matches("\\d{1,18}") ? Long.parseLong(version) : Long.MAX_VALUE;
    }

    void list() {
        int mine;
        synchronized (this) {
            mine = ++connection;
        }
        cluster.list(kind, null, Selector.EVERYTHING).whenComplete((listing, failure) -> {
            if (failure == null) {
                listed(mine, listing);
            } else {
                failed(mine, cause(failure));
            }
        });
    }

    private void listed(int mine, Listing<T> listing) {
        synchronized (this) {
            if (closed || mine != connection) {
                return;
            }
            objects.clear();
            listing.items().forEach(each -> objects.put(key(each), each));
            synced = true;
            problem = null;
            backoff.reset();
        }
        news.run();
        Watch opened = cluster.watch(kind, null, Selector.EVERYTHING, listing.resourceVersion(), new Listener(mine));
        synchronized (this) {
            if (!closed && mine == connection) {
                watch = opened;
                return;
            }
        }
        opened.close();
    }

    private void failed(int mine, KubeException why) {
        Duration delay;
        synchronized (this) {
            if (closed || mine != connection) {
                return;
            }
            connection++;
            watch = null;
            boolean expired = why.reason() == KubeException.Reason.EXPIRED;
            problem = expired ? null : why;
            delay = expired ? Duration.ZERO : backoff.next(why.retryAfter());
        }
        news.run();
        scheduler.after(delay, this::list);
    }

    private KubeException cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof KubeException kube
                ? kube
                : new KubeException(
                        cluster.name(), "list " + kind, KubeException.Reason.SERVER_ERROR, 0, cause.toString());
    }

    private static String key(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace) + "/" + object.getMetadata().getName();
    }

    @Override
    public void close() {
        Watch open;
        synchronized (this) {
            closed = true;
            open = watch;
            watch = null;
        }
        if (open != null) {
            open.close();
        }
    }

    private final class Listener implements WatchListener<T> {
        private final int mine;

        Listener(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened() {}

        @Override
        public void event(Type type, T object) {
            synchronized (Mirror.this) {
                if (closed || mine != connection) {
                    return;
                }
                if (type == Type.DELETED) {
                    objects.remove(key(object));
                } else {
                    offer(object);
                }
            }
            news.run();
        }

        @Override
        public void bookmark(String resourceVersion) {}

        @Override
        public void closed(KubeException why) {
            // what was missed comes with the next listing
            failed(mine, why);
        }
    }
}
