package io.jenkins.plugins.greyrelease.kube;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who wants to hear of objects with which {@link Keys}. A thousand listeners cost an event only as much as those who may
 * want it.
 *
 * <p>Not thread-safe.
 */
final class Listeners {
    /** Heard for an event that touches the key it is kept under and all of {@code wanted}. */
    private record Interest(Set<String> wanted, Runnable listener) {}

    /** Only looked up in; the order in which listeners hear is that of their lists. */
    private final Map<String, List<Interest>> byKey = new HashMap<>();

    private final Map<Runnable, Set<String>> keysOf = new IdentityHashMap<>();

    /** Whoever has one of the keys. */
    void any(Collection<String> keys, Runnable listener) {
        keys.forEach(key -> add(key, new Interest(Set.of(), listener)));
    }

    /** Whoever has all of them: kept under the key that fewest others wait for, such as the app's name, not the team's. */
    void all(Collection<String> keys, Runnable listener) {
        String rarest = null;
        for (String key : keys) {
            rarest = rarest == null || waiting(key) < waiting(rarest) ? key : rarest;
        }
        if (rarest != null) {
            add(rarest, new Interest(Set.copyOf(keys), listener));
        }
    }

    void forget(Runnable listener) {
        Set<String> keys = keysOf.remove(listener);
        for (String key : keys == null ? Set.<String>of() : keys) {
            List<Interest> interests = byKey.get(key);
            interests.removeIf(each -> each.listener() == listener);
            if (interests.isEmpty()) {
                byKey.remove(key);
            }
        }
    }

    /** Those who want to hear of an event that touched these keys, each once. */
    Set<Runnable> of(Set<String> touched) {
        Set<Runnable> heard = new LinkedHashSet<>();
        for (String key : touched) {
            for (Interest each : byKey.getOrDefault(key, List.of())) {
                if (touched.containsAll(each.wanted())) {
                    heard.add(each.listener());
                }
            }
        }
        return heard;
    }

    private int waiting(String key) {
        return byKey.getOrDefault(key, List.of()).size();
    }

    private void add(String key, Interest interest) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(interest);
        keysOf.computeIfAbsent(interest.listener(), l -> new LinkedHashSet<>()).add(key);
    }
}
