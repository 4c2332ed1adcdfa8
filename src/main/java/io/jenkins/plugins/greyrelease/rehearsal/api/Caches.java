package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The shared informers of one cluster's controllers, and how far behind the server they are: each kind has an age of
 * its own, so that a controller can see new Deployments beside old ReplicaSets. Within a kind the order stays.
 */
public final class Caches {

    private static final Duration USUAL = Duration.ofMillis(2);

    private final Scheduler time;
    private final ObjectStore store;
    private final Map<Kind<?>, CachedInformer<?>> informers = new HashMap<>();
    private final Map<Kind<?>, Supplier<Duration>> lags = new HashMap<>();
    private Supplier<Duration> usualLag = () -> USUAL;

    Caches(Scheduler time, Ledger ledger) {
        this.time = time;
        this.store = ledger.store();
        ledger.observe(this::stored);
    }

    /** Asked once for every change: how long until the caches of this kind have it. */
    public void lag(Kind<?> kind, Supplier<Duration> lag) {
        lags.put(kind, lag);
    }

    /** The lag of the kinds without one of their own; 2 ms at the beginning. */
    public void lag(Supplier<Duration> lag) {
        usualLag = lag;
    }

    /** Stops the cache of this kind where it is. */
    public void stall(Kind<?> kind) {
        informer(kind).stall();
    }

    /** Lets the cache of this kind catch up. */
    public void resume(Kind<?> kind) {
        informer(kind).resume();
    }

    <T extends HasMetadata> CachedInformer<T> informer(Kind<T> kind) {
        CachedInformer<?> known = informers.get(kind);
        if (known == null) {
            known = new CachedInformer<>(kind, time, store.list(kind, null));
            informers.put(kind, known);
        }
        @SuppressWarnings("unchecked")
        CachedInformer<T> typed = (CachedInformer<T>) known;
        return typed;
    }

    private void stored(Change<?> change) {
        CachedInformer<?> informer = informers.get(change.kind());
        if (informer != null) {
            informer.expect(change, lags.getOrDefault(change.kind(), usualLag).get());
        }
    }
}
