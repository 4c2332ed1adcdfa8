package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a controller has done and not yet seen in its cache: until it sees it, or five minutes have passed, it does no
 * more ({@code UIDTrackingControllerExpectations} upstream).
 */
final class Expectations {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final class Expected {
        private int creations;
        private final Set<String> deletions = new TreeSet<>();
        private final Duration since;

        Expected(Duration since) {
            this.since = since;
        }
    }

    private final Scheduler time;
    private final Map<String, Expected> expected = new TreeMap<>();

    Expectations(Scheduler time) {
        this.time = time;
    }

    void expectCreations(String key, int creations) {
        Expected fresh = new Expected(time.elapsed());
        fresh.creations = creations;
        expected.put(key, fresh);
    }

    void expectDeletions(String key, Iterable<String> pods) {
        Expected fresh = new Expected(time.elapsed());
        pods.forEach(fresh.deletions::add);
        expected.put(key, fresh);
    }

    void creationObserved(String key) {
        Expected one = expected.get(key);
        if (one != null) {
            one.creations--;
        }
    }

    /** Counts each pod once, however often its deletion is seen. */
    void deletionObserved(String key, String pod) {
        Expected one = expected.get(key);
        if (one != null) {
            one.deletions.remove(pod);
        }
    }

    void forget(String key) {
        expected.remove(key);
    }

    void clear() {
        expected.clear();
    }

    boolean satisfied(String key) {
        Expected one = expected.get(key);
        return one == null
                || one.creations <= 0 && one.deletions.isEmpty()
                || time.elapsed().minus(one.since).compareTo(TIMEOUT) > 0;
    }
}
