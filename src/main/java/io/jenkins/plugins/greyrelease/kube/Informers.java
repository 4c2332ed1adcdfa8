package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The shared caches of all clusters: releases that look at the same namespace look through the same watch, which ends
 * with the last of them.
 *
 * <p>Thread-safe.
 */
public final class Informers {
    private final Scheduler scheduler;
    private final Ids ids;
    /** By the cluster itself, not its name: that may be configured anew while a release still looks at the former one. */
    private final Map<Key, Shared> open = new HashMap<>();

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
            Key key = new Key(cluster, kind, namespace);
            Shared shared = open.get(key);
            if (shared != null) {
                shared.users++;
                return cast(shared.reflector);
            }
            opened = new Reflector<>(cluster, kind, namespace, scheduler, ids);
            open.put(key, new Shared(opened));
        }
        opened.start();
        return opened;
    }

    /** Gives back what {@link #acquire} gave. */
    public void release(Cluster cluster, Kind<?> kind, String namespace) {
        Shared last;
        synchronized (this) {
            Key key = new Key(cluster, kind, namespace);
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

    private record Key(Cluster cluster, Kind<?> kind, String namespace) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && cluster == key.cluster
                    && kind.equals(key.kind)
                    && namespace.equals(key.namespace);
        }

        @Override
        public int hashCode() {
            return Objects.hash(System.identityHashCode(cluster), kind, namespace);
        }

        @Override
        public String toString() {
            return cluster.name() + "/" + namespace + "/" + kind.plural();
        }
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
