package io.jenkins.plugins.greyrelease.image.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stops a build between two of its calls. Thread-safe. */
public final class Halt {
    private final List<Runnable> listeners = new ArrayList<>();
    private volatile String by;

    /**
     * Stops it; the first one counts.
     *
     * @param who or what stops it, in words
     */
    public void stop(String who) {
        List<Runnable> told;
        synchronized (listeners) {
            if (by != null) {
                return;
            }
            by = who;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    /** Runs when it is stopped, on the thread of whoever stops it, or now if it is already. */
    public void onStop(Runnable listener) {
        synchronized (listeners) {
            if (by == null) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Who stopped it, if anybody did. */
    public Optional<String> by() {
        return Optional.ofNullable(by);
    }

    /**
     * Goes on only if nobody stopped it.
     *
     * @throws BuildFailure otherwise
     */
    public void check() {
        if (by != null) {
            throw new BuildFailure("stopped by " + by + " before the tag was set: nothing of the image is in use");
        }
    }
}
