package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The load on the apps of one simulated cluster: what their pods' metrics are made from. An app is named by its stable
 * Deployment; a canary's pods serve the same load.
 *
 * <p>Threads: that of the simulation only.
 */
public final class LoadModel {

    /** What more pods do to one pod's share. */
    public enum Sharing {
        /** The serving pods share the total: twice the pods, half the load on each. */
        SHARED,
        /** Every running pod has all of it, however many there are: a leak, a queue that nobody drains. */
        PER_POD
    }

    /**
     * One metric of one app.
     *
     * @param metric {@code cpu} (millicores), {@code memory} (bytes) or the name of a metric of the app's own
     * @param trace total over the app's pods, or for each, as {@code sharing} says
     */
    public record Load(String metric, LoadTrace trace, Sharing sharing) {

        /** A total in millicores that the serving pods share. */
        public static Load cpu(LoadTrace trace) {
            return new Load("cpu", trace, Sharing.SHARED);
        }
    }

    private record Key(String namespace, String app, String metric) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return text().compareTo(other.text());
        }

        private String text() {
            return namespace + "/" + app + "/" + metric;
        }
    }

    private final Map<Key, Load> loads = new TreeMap<>();

    /** Sets one metric of an app, in place of an earlier one. */
    public LoadModel put(String namespace, String app, Load load) {
        loads.put(new Key(namespace, app, load.metric()), load);
        return this;
    }

    /** Multiplies all shared loads of all apps from {@code at} on; see {@link LoadTrace#times}. */
    public void times(double factor, Duration at) {
        loads.replaceAll((key, load) -> load.sharing() == Sharing.PER_POD
                ? load
                : new Load(load.metric(), load.trace().times(factor, at), load.sharing()));
    }

    /** Multiplies the shared loads of one app from {@code at} on. */
    public void times(String namespace, String app, double factor, Duration at) {
        loads.replaceAll((key, load) ->
                key.namespace().equals(namespace) && key.app().equals(app) && load.sharing() == Sharing.SHARED
                        ? new Load(load.metric(), load.trace().times(factor, at), load.sharing())
                        : load);
    }

    /** One metric of an app; empty if it has none, as in a cluster without a metrics server. */
    public Optional<Load> of(String namespace, String app, String metric) {
        return Optional.ofNullable(loads.get(new Key(namespace, app, metric)));
    }

    /** Whether the app has any load. */
    public boolean knows(String namespace, String app) {
        return loads.keySet().stream()
                .anyMatch(key -> key.namespace().equals(namespace) && key.app().equals(app));
    }
}
