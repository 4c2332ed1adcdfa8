package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The shared caches of all clusters: releases that look at the same namespace look through the same watch, which ends
 * with the last of them.
 *
 * <p>Thread-safe.
 */
public final class Informers {
    private final Scheduler scheduler;
    private final Ids ids;
    private final Map<String, Shared> open = new TreeMap<>();

    public Informers(Scheduler scheduler, Ids ids) {
        this.scheduler = scheduler;
        this.ids = ids;
    }

    /**
     * The cache of this kind in this namespace, opened if nobody has it open. Each call asks for one {@link #release}.
     */
    public <T extends HasMetadata> Reflector<T> acquire(Cluster cluster, Kind<T> kind, String namespace) {
        Objects.requireNonNull(namespace, "namespace");
        Reflector<T> opened;
        synchronized (this) {
            Shared shared = open.get(key(cluster, kind, namespace));
            if (shared != null) {
                shared.users++;
                return cast(shared.reflector);
            }
            opened = new Reflector<>(cluster, kind, namespace, scheduler, ids);
            open.put(key(cluster, kind, namespace), new Shared(opened));
        }
        opened.start();
        return opened;
    }

    /** Gives back what {@link #acquire} gave. */
    public void release(Cluster cluster, Kind<?> kind, String namespace) {
        Shared last;
        synchronized (this) {
            String key = key(cluster, kind, namespace);
            Shared shared = open.get(key);
            if (shared == null) {
                throw new IllegalStateException("cache " + key + " was given back more often than taken");
            }
            last = --shared.users == 0 ? open.remove(key) : null;
        }
        if (last != null) {
            last.reflector.close();
        }
    }

    /** How many watches are open. */
    public synchronized int size() {
        return open.size();
    }

    private static String key(Cluster cluster, Kind<?> kind, String namespace) {
        return cluster.name() + "/" + namespace + "/" + kind.group() + "/" + kind.plural();
    }

    /** The key names the kind, so the reflector found under it is of that kind. */
    @SuppressWarnings("unchecked")
    private static <T extends HasMetadata> Reflector<T> cast(Reflector<?> reflector) {
        return (Reflector<T>) reflector;
    }

    private static final class Shared {
        private final Reflector<?> reflector;
        private int users = 1;

        Shared(Reflector<?> reflector) {
            this.reflector = reflector;
        }
    }
}
