package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WatchListener;

/**
 * One change that the server stored.
 *
 * @param version the resourceVersion it got
 * @param who the writer
 * @param verb {@code create}, {@code update}, {@code status}, {@code patch}, {@code scale}, {@code delete}
 * @param before null for a new object
 * @param after null for an object that is gone
 */
public record Change<T extends HasMetadata>(long version, String who, String verb, Kind<T> kind, T before, T after) {

    /** What a watch calls it. */
    public WatchListener.Type type() {
        if (before == null) {
            return WatchListener.Type.ADDED;
        }
        return after == null ? WatchListener.Type.DELETED : WatchListener.Type.MODIFIED;
    }

    /** The object after the change, or its last state. */
    public T object() {
        return after == null ? before : after;
    }

    /** Hears every change, at once and in order, before anybody's cache does. It must not write to the server. */
    @FunctionalInterface
    public interface Observer {
        /** A change was stored. */
        void stored(Change<?> change);
    }
}
