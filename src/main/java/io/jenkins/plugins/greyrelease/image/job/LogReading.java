package io.jenkins.plugins.greyrelease.image.job;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Puts a log that is read in several pieces together: each begins with the second in which the last one broke off, so that
 * some lines come again. Times of a container's lines only grow, and several lines may have the same.
 *
 * <p>Example: after lines at 1.2, 1.5, 1.5 the log breaks; read anew from second 1 on it begins with 1.2, 1.5, 1.5, which
 * are passed over, and goes on with the first that is new.
 *
 * <p>Not thread-safe.
 */
final class LogReading {
    private static final int TAIL = 20;

    private final Deque<String> tail = new ArrayDeque<>();
    private Instant last;
    private int atLast;
    private int repeated;

    /** From when on to read; empty: from the beginning. The piece that comes now begins there. */
    Optional<Instant> begin() {
        repeated = 0;
        return Optional.ofNullable(last);
    }

    /** Whether a line is new. */
    boolean isNew(Instant at, String text) {
        if (last != null && at.isBefore(last)) {
            return false;
        }
        if (at.equals(last) && repeated < atLast) {
            repeated++;
            return false;
        }
        atLast = at.equals(last) ? atLast + 1 : 1;
        repeated = atLast;
        last = at;
        tail.addLast(text);
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
        return true;
    }

    /** The last lines. */
    List<String> tail() {
        return List.copyOf(tail);
    }
}
