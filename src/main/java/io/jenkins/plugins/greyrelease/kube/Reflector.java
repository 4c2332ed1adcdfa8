package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * Keeps a cache of one kind in one namespace by list and watch: lists anew after 410, tries again with back-off when
 * the connection fails, tells readers when something of theirs has changed.
 *
 * <p>Threads: all methods from any thread. Listeners are called on the threads of the cluster's callbacks and must
 * only note that there is news.
 */
public final class Reflector<T extends HasMetadata> implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Kind<T> kind;
    private final String namespace;
    private final Scheduler scheduler;
    private final Backoff backoff;
    private final Cache<T> cache = new Cache<>();
    private final Listeners listeners = new Listeners();
    private final List<Runnable> stateListeners = new ArrayList<>();
    private boolean synced;
    private boolean closed;
    private int connection;
    private String version = "0";
    private Duration failingSince;
    private Duration openedAt;
    private KubeException problem;
    private Watch watch;

    /**
     * @param namespace null for all
     * @param ids randomness for the back-off
     */
    public Reflector(Cluster cluster, Kind<T> kind, String namespace, Scheduler scheduler, Ids ids) {
        this.cluster = cluster;
        this.kind = kind;
        this.namespace = namespace;
        this.scheduler = scheduler;
        this.backoff = new Backoff(ids, FIRST_RETRY, LONGEST_RETRY);
    }

    /** Begins to list and watch. */
    public void start() {
        relist();
    }

    /** Whether the cache has been filled once. A kind that the server does not serve counts as empty. */
    public synchronized boolean synced() {
        return synced;
    }

    /** Monotonic time since when neither list nor watch works; empty while they do. */
    public synchronized Optional<Duration> unreachableSince() {
        return Optional.ofNullable(failingSince);
    }

    /** The last failure, while it lasts. */
    public synchronized Optional<KubeException> problem() {
        return Optional.ofNullable(problem);
    }

    /** The cached object of this name. */
    public synchronized Optional<T> get(String name) {
        return cache.get(name);
    }

    /** Cached objects that have at least one of these {@link Keys}, by name. */
    public synchronized List<T> find(Collection<String> keys) {
        return cache.find(keys);
    }

    /** Cached objects that have all of these {@link Keys}, by name; of no keys, none. */
    public synchronized List<T> findAll(Collection<String> keys) {
        return cache.findAll(keys);
    }

    /** All cached objects, by name. */
    public synchronized List<T> all() {
        return cache.all();
    }

    /** What a write of ours answered: known at once, older events do not undo it. */
    public void written(T object) {
        Set<String> touched;
        synchronized (this) {
            touched = cache.offer(object);
        }
        tell(touched);
    }

    /** Calls {@code listener} whenever an object with one of the keys appears, changes or goes. */
    public synchronized void listen(Collection<String> keys, Runnable listener) {
        listeners.any(keys, listener);
    }

    /** Calls {@code listener} whenever an object with all of the keys appears, changes or goes. */
    public synchronized void listenAll(Collection<String> keys, Runnable listener) {
        listeners.all(keys, listener);
    }

    /** Calls {@code listener} when the first listing has come, the connection fails, or works again. */
    public synchronized void listenState(Runnable listener) {
        stateListeners.add(listener);
    }

    /** Forgets a listener of {@link #listen}, {@link #listenAll} and {@link #listenState}. */
    public synchronized void forget(Runnable listener) {
        stateListeners.remove(listener);
        listeners.forget(listener);
    }

    @Override
    public void close() {
        Watch open;
        synchronized (this) {
            closed = true;
            connection++;
            open = watch == null ? () -> {} : watch;
            watch = null;
        }
        open.close();
    }

    private void relist() {
        int mine;
        synchronized (this) {
            if (closed) {
                return;
            }
            mine = ++connection;
        }
        cluster.list(kind, namespace, Selector.EVERYTHING).whenComplete((listing, failure) -> {
            if (failure == null) {
                listed(mine, listing);
            } else {
                failed(mine, asKube(failure), true);
            }
        });
    }

    private void listed(int mine, Listing<T> listing) {
        Set<String> touched;
        synchronized (this) {
            if (mine != connection) {
                return;
            }
            touched = cache.replace(listing);
            version = listing.resourceVersion();
            synced = true;
            failingSince = null;
            problem = null;
            backoff.reset();
        }
        tell(touched);
        tellState();
        rewatch();
    }

    private void rewatch() {
        int mine;
        String from;
        synchronized (this) {
            if (closed) {
                return;
            }
            mine = ++connection;
            from = version;
        }
        Watch opened = cluster.watch(kind, namespace, Selector.EVERYTHING, from, new Listener(mine));
        boolean late;
        synchronized (this) {
            late = mine != connection;
            watch = late ? watch : opened;
        }
        if (late) {
            opened.close();
        }
    }

    private void failed(int mine, KubeException cause, boolean list) {
        Duration delay;
        synchronized (this) {
            if (mine != connection) {
                return;
            }
            connection++;
            watch = null;
            problem = cause;
            if (openedAt != null && scheduler.elapsed().minus(openedAt).compareTo(LONGEST_RETRY) > 0) {
                // it held for a while, until its time was over: that begins no row of failures
                backoff.reset();
            }
            openedAt = null;
            if (cause.reason() == Reason.NOT_FOUND) {
                synced = true;
            } else if (cause.reason() != Reason.EXPIRED && failingSince == null) {
                failingSince = scheduler.elapsed();
            }
            delay = cause.reason() == Reason.EXPIRED ? Duration.ZERO : backoff.next(cause.retryAfter());
        }
        tellState();
        if (cause.reason() != Reason.NOT_FOUND) {
            boolean again = list || cause.reason() == Reason.EXPIRED;
            scheduler.after(delay, again ? this::relist : this::rewatch);
        }
    }

    private void tell(Set<String> keys) {
        Set<Runnable> heard;
        synchronized (this) {
            heard = listeners.of(keys);
        }
        heard.forEach(Runnable::run);
    }

    private void tellState() {
        List<Runnable> heard;
        synchronized (this) {
            heard = List.copyOf(stateListeners);
        }
        heard.forEach(Runnable::run);
    }

    private KubeException asKube(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String doing = "list " + kind + " in " + namespace;
        return cause instanceof KubeException kube
                ? kube
                : new KubeException(cluster.name(), doing, Reason.SERVER_ERROR, 0, cause.toString());
    }

    private final class Listener implements WatchListener<T> {
        private final int mine;

        Listener(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened() {
            boolean back;
            synchronized (Reflector.this) {
                if (mine != connection) {
                    return;
                }
                back = failingSince != null;
                // what it takes now it may drop at once: the back-off goes on until it tells something
                failingSince = null;
                problem = null;
                openedAt = scheduler.elapsed();
            }
            if (back) {
                tellState();
            }
        }

        @Override
        public void event(Type type, T object) {
            Set<String> touched;
            synchronized (Reflector.this) {
                if (mine != connection) {
                    return;
                }
                backoff.reset();
                version = object.getMetadata().getResourceVersion();
                touched = type == Type.DELETED ? cache.remove(object) : cache.offer(object);
            }
            tell(touched);
        }

        @Override
        public void bookmark(String resourceVersion) {
            synchronized (Reflector.this) {
                if (mine == connection) {
                    backoff.reset();
                    version = resourceVersion;
                }
            }
        }

        @Override
        public void closed(KubeException cause) {
            failed(mine, cause, false);
        }
    }
}
