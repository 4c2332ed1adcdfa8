package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects of one kind and namespace as last heard of, found by {@link Keys}. News that is older than what is known
 * changes nothing: an event from before our own write does not undo it. What is kept of an object is its {@link Shape}.
 *
 * <p>Not thread-safe.
 */
final class Cache<T extends HasMetadata> {
    private record Entry<T>(T object, Set<String> keys) {}

    /** By name; in no order, see {@link #all}. */
    private final Map<String, Entry<T>> objects = new HashMap<>();
    /** Names by key; only looked up in. */
    private final Map<String, Set<String>> index = new HashMap<>();

    private String floor = "0";

    Optional<T> get(String name) {
        return Optional.ofNullable(known(name));
    }

    /** The objects that have at least one of the keys, by name. */
    List<T> find(Collection<String> keys) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : keys) {
            names.addAll(index.getOrDefault(key, Set.of()));
        }
        return names.stream().map(this::known).toList();
    }

    /** The objects that have all of the keys, by name; of no keys, none. */
    List<T> findAll(Collection<String> keys) {
        Set<String> fewest = null;
        for (String key : keys) {
            Set<String> names = index.getOrDefault(key, Set.of());
            fewest = fewest == null || names.size() < fewest.size() ? names : fewest;
        }
        if (fewest == null) {
            return List.of();
        }
        if (keys.size() == 1) {
            return fewest.stream().map(this::known).toList();
        }
        return fewest.stream()
                .filter(name -> keys.stream()
                        .allMatch(key -> index.getOrDefault(key, Set.of()).contains(name)))
                .map(this::known)
                .toList();
    }

    List<T> all() {
        return new TreeMap<>(objects).values().stream().map(Entry::object).toList();
    }

    private T known(String name) {
        Entry<T> entry = objects.get(name);
        return entry == null ? null : entry.object();
    }

    /**
     * Takes in a state of an object.
     *
     * @return the keys of whoever should hear of it; empty if it was no news
     */
    Set<String> offer(T object) {
        String name = object.getMetadata().getName();
        String version = object.getMetadata().getResourceVersion();
        Entry<T> known = objects.get(name);
        if (!newer(version, known == null ? floor : known.object().getMetadata().getResourceVersion())) {
            return Set.of();
        }
        Set<String> keys = Keys.of(object);
        T kept = Shape.kept(object);
        if (known != null && known.keys().equals(keys)) {
            objects.put(name, new Entry<>(kept, known.keys()));
            return known.keys();
        }
        Set<String> touched = new TreeSet<>(keys);
        if (known != null) {
            unindex(name, known);
            touched.addAll(known.keys());
        }
        objects.put(name, new Entry<>(kept, keys));
        keys.forEach(key -> index.computeIfAbsent(key, k -> new TreeSet<>()).add(name));
        return touched;
    }

    /** Takes in that an object is gone; {@code last} carries the resourceVersion of its end. */
    Set<String> remove(T last) {
        String name = last.getMetadata().getName();
        Entry<T> known = objects.get(name);
        raiseFloor(last.getMetadata().getResourceVersion());
        if (known == null
                || newer(
                        known.object().getMetadata().getResourceVersion(),
                        last.getMetadata().getResourceVersion())) {
            return Set.of();
        }
        objects.remove(name);
        unindex(name, known);
        return known.keys();
    }

    /** Takes in a whole listing; what was written after it stays. */
    Set<String> replace(Listing<T> listing) {
        Set<String> touched = new TreeSet<>();
        Set<String> listed = new TreeSet<>();
        listing.items().forEach(item -> listed.add(item.getMetadata().getName()));
        for (String name : List.copyOf(objects.keySet())) {
            Entry<T> known = objects.get(name);
            boolean written = newer(known.object().getMetadata().getResourceVersion(), listing.resourceVersion());
            if (!written && !listed.contains(name)) {
                objects.remove(name);
                unindex(name, known);
                touched.addAll(known.keys());
            }
        }
        floor = "0";
        listing.items().forEach(item -> touched.addAll(offer(item)));
        floor = listing.resourceVersion();
        return touched;
    }

    private void unindex(String name, Entry<T> known) {
        for (String key : known.keys()) {
            Set<String> names = index.get(key);
            names.remove(name);
            if (names.isEmpty()) {
                index.remove(key);
            }
        }
    }

    /** An object that is unknown now and older than the newest end of any other must not rise again. */
    private void raiseFloor(String version) {
        if (newer(version, floor)) {
            floor = version;
        }
    }

    /** Versions that are no numbers cannot be compared; the later news wins then. */
    static boolean newer(String version, String than) {
        if (version == null || than == null) {
            return true;
        }
        try {
            return version.length() <= 18 && than.length() <= 18
                    ? Long.parseLong(version) > Long.parseLong(than)
                    : new BigInteger(version).compareTo(new BigInteger(than)) > 0;
        } catch (NumberFormatException e) {
            return !version.equals(than);
        }
    }
}
