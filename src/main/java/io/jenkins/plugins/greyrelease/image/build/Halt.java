package io.jenkins.plugins.greyrelease.image.build;

import java.util.Optional;

/** Stops a build between two of its calls. Thread-safe. */
public final class Halt {
    private volatile String by;

    /**
     * Stops it; the first one counts.
     *
     * @param who or what stops it, in words
     */
    public void stop(String who) {
        if (by == null) {
            by = who;
        }
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
    void check() {
        if (by != null) {
            throw new BuildFailure("stopped by " + by + " before the tag was set: nothing of the image is in use");
        }
    }
}
