package io.jenkins.plugins.greyrelease.notify;

import java.util.List;

/**
 * Hears what happens in runs.
 *
 * <p>Threads: any; what happens in one release is told in order. A listener never blocks and never throws: nobody waits
 * for it.
 */
@FunctionalInterface
public interface Listener {
    /** Nobody. */
    Listener NONE = notice -> {};

    /** Something has happened. The same may be told again, under the same id. */
    void hear(Notice notice);

    /** All of them, in this order. */
    static Listener all(Listener... listeners) {
        List<Listener> each = List.of(listeners);
        return notice -> each.forEach(listener -> listener.hear(notice));
    }
}
