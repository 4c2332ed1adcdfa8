package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A controller's queue of keys, as client-go has it: a key waits in it at most once, so a burst of changes is one sync;
 * a sync that fails comes back with a growing delay.
 *
 * <p>Threads: that of the simulation only.
 */
final class WorkQueue {
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1000);

    private final Scheduler time;
    private final Consumer<String> sync;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<String, Duration> wakeUps = new TreeMap<>();
    private Supplier<Duration> delay;
    private int maxRetries = Integer.MAX_VALUE;
    private boolean stopped;
    private int generation;

    /**
     * @param delay how long a key waits before its sync; asked anew for each
     * @param sync handles one key; a {@link KubeException} brings the key back later
     */
    WorkQueue(Scheduler time, Supplier<Duration> delay, Consumer<String> sync) {
        this.time = time;
        this.delay = delay;
        this.sync = sync;
    }

    /** After so many failures in a row a key is dropped until something changes. */
    WorkQueue dropAfter(int retries) {
        maxRetries = retries;
        return this;
    }

    void add(String key) {
        if (waiting.add(key) && !stopped) {
            schedule(key);
        }
    }

    void addAfter(String key, Duration wait) {
        Duration at = time.elapsed().plus(wait);
        Duration known = wakeUps.get(key);
        if (known != null && known.compareTo(at) <= 0 && known.compareTo(time.elapsed()) > 0) {
            return;
        }
        wakeUps.put(key, at);
        int born = generation;
        time.after(wait, () -> {
            if (born == generation && at.equals(wakeUps.get(key))) {
                wakeUps.remove(key);
                add(key);
            }
        });
    }

    void addRateLimited(String key) {
        int failed = failures.merge(key, 1, Integer::sum);
        Duration wait = failed > 18 ? LAST_RETRY : FIRST_RETRY.multipliedBy(1L << (failed - 1));
        int born = generation;
        time.after(wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait, () -> {
            if (born == generation) {
                add(key);
            }
        });
    }

    void delay(Supplier<Duration> newDelay) {
        delay = newDelay;
    }

    /** Keys still come in, but none is handled until {@link #go}. */
    void stop() {
        stopped = true;
    }

    void go() {
        stopped = false;
        new ArrayList<>(waiting).forEach(this::schedule);
    }

    /** Forgets everything, as a process that died. */
    void clear() {
        generation++;
        waiting.clear();
        failures.clear();
        wakeUps.clear();
    }

    private void schedule(String key) {
        int born = generation;
        time.after(delay.get(), () -> {
            if (born == generation && !stopped && waiting.remove(key)) {
                handle(key);
            }
        });
    }

    private void handle(String key) {
        try {
            sync.accept(key);
            failures.remove(key);
        } catch (KubeException passing) {
            if (failures.getOrDefault(key, 0) < maxRetries) {
                addRateLimited(key);
            } else {
                failures.remove(key);
            }
        }
    }
}
