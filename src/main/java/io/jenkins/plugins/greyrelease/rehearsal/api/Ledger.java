package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores changes in one order, numbers them and tells everybody; keeps a window of the past for watches. */
final class Ledger {

    private static final int FIRST_VERSION = 1000;
    private static final int DEFAULT_WINDOW = 2000;

    private final ObjectStore store = new ObjectStore();
    private final Map<Kind<?>, Past> pasts = new HashMap<>();
    private final List<Change.Observer> observers = new ArrayList<>();
    private long version = FIRST_VERSION;
    private long compacted;
    private int window = DEFAULT_WINDOW;

    private static final class Past {
        private final Deque<Change<?>> changes = new ArrayDeque<>();
        private long lost;
    }

    ObjectStore store() {
        return store;
    }

    /** The version of the newest change. */
    long version() {
        return version;
    }

    void observe(Change.Observer observer) {
        observers.add(observer);
    }

    /** Stores an object, which gets the next resourceVersion. */
    <T extends HasMetadata> T put(String who, String verb, Kind<T> kind, T object) {
        T before = store.find(
                kind, object.getMetadata().getNamespace(), object.getMetadata().getName());
        T stored = numbered(object);
        store.put(kind, stored);
        tell(new Change<>(version, who, verb, kind, before, stored));
        return stored;
    }

    /** Removes an object; its last state gets the next resourceVersion. */
    <T extends HasMetadata> void remove(String who, Kind<T> kind, T object) {
        T last = numbered(object);
        store.remove(kind, object);
        tell(new Change<>(version, who, "delete", kind, last, null));
    }

    /** How many changes of each kind a watch can go back. */
    void window(int changes) {
        window = changes;
        pasts.values().forEach(this::trim);
    }

    /** Forgets the past: every older watch expires. */
    void compact() {
        compacted = version;
        pasts.values().forEach(past -> past.changes.clear());
    }

    /** The changes of a kind after {@code since}, or null if they are no longer known. */
    <T extends HasMetadata> List<Change<T>> since(Kind<T> kind, long since) {
        Past past = pasts.get(kind);
        if (since < compacted || past != null && since < past.lost) {
            return null;
        }
        List<Change<T>> result = new ArrayList<>();
        if (past != null) {
            for (Change<?> change : past.changes) {
                if (change.version() > since) {
                    @SuppressWarnings("unchecked")
                    Change<T> typed = (Change<T>) change;
                    result.add(typed);
                }
            }
        }
        return result;
    }

    private <T extends HasMetadata> T numbered(T object) {
        version++;
        ObjectMeta meta = Shape.with(object.getMetadata(), "resourceVersion", Long.toString(version));
        return Shape.with(object, "metadata", meta);
    }

    private void tell(Change<?> change) {
        Past past = pasts.computeIfAbsent(change.kind(), k -> new Past());
        past.changes.addLast(change);
        trim(past);
        for (Change.Observer observer : observers) {
            observer.stored(change);
        }
    }

    private void trim(Past past) {
        while (past.changes.size() > window) {
            past.lost = past.changes.removeFirst().version();
        }
    }
}
