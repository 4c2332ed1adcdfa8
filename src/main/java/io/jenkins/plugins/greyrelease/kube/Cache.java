package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects of one kind and namespace as last heard of, found by {@link Keys}. News that is older than what is known
 * changes nothing: an event from before our own write does not undo it.
 *
 * <p>Not thread-safe.
 */
final class Cache<T extends HasMetadata> {
    private final Map<String, T> objects = new TreeMap<>();
    private final Map<String, Set<String>> index = new LinkedHashMap<>();
    private String floor = "0";

    Optional<T> get(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    /** The objects that have at least one of the keys, by name. */
    List<T> find(Collection<String> keys) {
        TreeSet<String> names = new TreeSet<>();
        for (String key : keys) {
            names.addAll(index.getOrDefault(key, Set.of()));
        }
        return names.stream().map(objects::get).toList();
    }

    List<T> all() {
        return List.copyOf(objects.values());
    }

    /**
     * Takes in a state of an object.
     *
     * @return the keys of whoever should hear of it; empty if it was no news
     */
    Set<String> offer(T object) {
        String version = object.getMetadata().getResourceVersion();
        T known = objects.get(object.getMetadata().getName());
        if (!newer(version, known == null ? floor : known.getMetadata().getResourceVersion())) {
            return Set.of();
        }
        Set<String> touched = known == null ? new TreeSet<>() : unindex(known);
        objects.put(object.getMetadata().getName(), object);
        for (String key : Keys.of(object)) {
            index.computeIfAbsent(key, k -> new TreeSet<>())
                    .add(object.getMetadata().getName());
            touched.add(key);
        }
        return touched;
    }

    /** Takes in that an object is gone; {@code last} carries the resourceVersion of its end. */
    Set<String> remove(T last) {
        T known = objects.get(last.getMetadata().getName());
        raiseFloor(last.getMetadata().getResourceVersion());
        if (known == null
                || newer(
                        known.getMetadata().getResourceVersion(),
                        last.getMetadata().getResourceVersion())) {
            return Set.of();
        }
        objects.remove(known.getMetadata().getName());
        return unindex(known);
    }

    /** Takes in a whole listing; what was written after it stays. */
    Set<String> replace(Listing<T> listing) {
        Set<String> touched = new TreeSet<>();
        Set<String> listed = new TreeSet<>();
        listing.items().forEach(item -> listed.add(item.getMetadata().getName()));
        for (T known : List.copyOf(objects.values())) {
            boolean written = newer(known.getMetadata().getResourceVersion(), listing.resourceVersion());
            if (!written && !listed.contains(known.getMetadata().getName())) {
                objects.remove(known.getMetadata().getName());
                touched.addAll(unindex(known));
            }
        }
        floor = "0";
        listing.items().forEach(item -> touched.addAll(offer(item)));
        floor = listing.resourceVersion();
        return touched;
    }

    private Set<String> unindex(T object) {
        Set<String> keys = Keys.of(object);
        for (String key : keys) {
            Set<String> names = index.get(key);
            names.remove(object.getMetadata().getName());
            if (names.isEmpty()) {
                index.remove(key);
            }
        }
        return keys;
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
