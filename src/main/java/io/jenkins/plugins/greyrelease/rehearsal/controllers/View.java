package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.jenkins.plugins.greyrelease.rehearsal.api.Informer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one process knows of one kind: a copy of the informer's cache with the indices that controllers look things up
 * by. A stalled process stops seeing: its view stays as it was and catches up, event by event, when it goes on.
 *
 * <p>Threads: that of the simulation only.
 */
final class View<T extends HasMetadata> {
    private record Event<T>(T before, T after) {}

    private final Informer<T> informer;
    private final List<Informer.Handler<T>> handlers = new ArrayList<>();
    private final List<Event<T>> missed = new ArrayList<>();
    private final NavigableSet<String> keys = new TreeSet<>();
    /** Only looked up in, never walked through. */
    private final Map<String, T> all = new HashMap<>();

    private final Map<String, NavigableMap<String, T>> byOwner = new HashMap<>();

    private final Map<String, NavigableMap<String, T>> byLabel = new HashMap<>();
    private boolean stalled;

    View(Informer<T> informer) {
        this.informer = informer;
        informer.onChange(this::seen);
        informer.list(null).forEach(this::put);
    }

    static String key(HasMetadata object) {
        return key(object.getMetadata().getNamespace(), object.getMetadata().getName());
    }

    static String key(String namespace, String name) {
        return (namespace == null ? "" : namespace) + "/" + name;
    }

    /** By name; null for all namespaces. */
    List<T> list(String namespace) {
        var wanted = namespace == null ? keys : keys.subSet(namespace + "/", namespace + "0");
        return wanted.stream().map(all::get).toList();
    }

    Optional<T> get(String key) {
        return Optional.ofNullable(all.get(key));
    }

    Optional<T> get(String namespace, String name) {
        return get(key(namespace, name));
    }

    /** What this controller owns, by name. */
    List<T> ownedBy(String uid) {
        return List.copyOf(byOwner.getOrDefault(uid, new TreeMap<>()).values());
    }

    /** What nobody owns in this namespace, by name. */
    List<T> orphans(String namespace) {
        return ownedBy(orphan(namespace));
    }

    /** What carries all of these labels, by name; nothing for no labels. */
    List<T> labelled(String namespace, Map<String, String> labels) {
        NavigableMap<String, T> smallest = null;
        for (Map.Entry<String, String> each : labels.entrySet()) {
            NavigableMap<String, T> found =
                    byLabel.getOrDefault(label(namespace, each.getKey(), each.getValue()), new TreeMap<>());
            smallest = smallest == null || found.size() < smallest.size() ? found : smallest;
        }
        List<T> result = new ArrayList<>();
        for (T each : smallest == null ? List.<T>of() : smallest.values()) {
            if (each.getMetadata().getLabels().entrySet().containsAll(labels.entrySet())) {
                result.add(each);
            }
        }
        return result;
    }

    /** Calls the handler for every change that this view sees from now on. */
    void onChange(Informer.Handler<T> handler) {
        handlers.add(handler);
    }

    void stall() {
        stalled = true;
    }

    /** Sees the first of the changes missed in a stall; whether there was one. */
    boolean catchUpOne() {
        Iterator<Event<T>> next = missed.iterator();
        if (!next.hasNext()) {
            stalled = false;
            return false;
        }
        Event<T> event = next.next();
        next.remove();
        apply(event.before, event.after);
        return true;
    }

    /** Starts anew from the informer, as a process that was started again; handlers hear of every object as new. */
    void relist() {
        missed.clear();
        stalled = false;
        all.clear();
        keys.clear();
        byOwner.clear();
        byLabel.clear();
        informer.list(null).forEach(this::put);
        list(null).forEach(each -> handlers.forEach(h -> h.changed(null, each)));
    }

    private void seen(T before, T after) {
        if (stalled) {
            missed.add(new Event<>(before, after));
        } else {
            apply(before, after);
        }
    }

    private void apply(T before, T after) {
        T known = all.get(key(after == null ? before : after));
        if (known != null && (after == null || !sameBuckets(known, after))) {
            remove(known);
        }
        if (after != null) {
            put(after);
        }
        if (known != null || after != null) {
            handlers.forEach(h -> h.changed(known, after));
        }
    }

    /** Most changes are of a status: then the object only takes its own place in each bucket. */
    private static boolean sameBuckets(HasMetadata one, HasMetadata other) {
        return owner(one).equals(owner(other))
                && Objects.equals(
                        one.getMetadata().getLabels(), other.getMetadata().getLabels());
    }

    private void put(T object) {
        String key = key(object);
        if (all.put(key, object) == null) {
            keys.add(key);
        }
        byOwner.computeIfAbsent(owner(object), o -> new TreeMap<>()).put(key, object);
        for (String each : labels(object)) {
            byLabel.computeIfAbsent(each, l -> new TreeMap<>()).put(key, object);
        }
    }

    private void remove(T object) {
        String key = key(object);
        all.remove(key);
        keys.remove(key);
        drop(byOwner, owner(object), key);
        for (String each : labels(object)) {
            drop(byLabel, each, key);
        }
    }

    private static <T> void drop(Map<String, NavigableMap<String, T>> index, String at, String key) {
        NavigableMap<String, T> bucket = index.get(at);
        bucket.remove(key);
        if (bucket.isEmpty()) {
            index.remove(at);
        }
    }

    private static String owner(HasMetadata object) {
        OwnerReference owner = Owners.controllerOf(object);
        return owner == null ? orphan(object.getMetadata().getNamespace()) : owner.getUid();
    }

    private static String orphan(String namespace) {
        return "orphans in " + namespace;
    }

    private static List<String> labels(HasMetadata object) {
        List<String> result = new ArrayList<>();
        Map<String, String> labels = object.getMetadata().getLabels();
        if (labels != null) {
            String namespace = object.getMetadata().getNamespace();
            labels.forEach((key, value) -> result.add(label(namespace, key, value)));
        }
        return result;
    }

    private static String label(String namespace, String key, String value) {
        return namespace + "/" + key + "=" + value;
    }
}
