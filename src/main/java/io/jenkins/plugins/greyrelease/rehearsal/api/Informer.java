package io.jenkins.plugins.greyrelease.rehearsal.api;

import java.util.List;
import java.util.Optional;

/** A controller's cache of one kind: what it knows, which may be older than what is. */
public interface Informer<T> {

    /** All cached objects by namespace and name; {@code namespace} null for all. */
    List<T> list(String namespace);

    /** The cached object. */
    Optional<T> get(String namespace, String name);

    /** Calls the handler for every change from now on, in order, after the cache has it. */
    void onChange(Handler<T> handler);

    /** Hears changes of the cache. */
    interface Handler<T> {
        /** {@code before} is null for a new object, {@code after} is null for a deleted one. */
        void changed(T before, T after);
    }
}
