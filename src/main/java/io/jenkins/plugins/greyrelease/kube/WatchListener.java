package io.jenkins.plugins.greyrelease.kube;

/** Hears what a {@link Watch} sees. Calls never overlap; they must not block. */
public interface WatchListener<T> {

    /** What happened to an object. */
    enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** The server took the watch: it answers, though it may have nothing to tell for minutes. Comes first, once. */
    void opened();

    /** An object appeared in, changed in or left the watched set; {@code object} is its last state. */
    void event(Type type, T object);

    /** Nothing changed up to this resourceVersion. */
    void bookmark(String resourceVersion);

    /** The watch is over without {@link Watch#close}: lost connection, or EXPIRED (list again). */
    void closed(KubeException cause);
}
