package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/** One run of a block that is under way. */
public interface BodyRun {

    /**
     * Ends it: the innermost steps are stopped, and the outcome follows as usual once they have. Harmless after the
     * end.
     */
    void cancel(Interruption why);

    /** Lets it go without waiting for its end; nothing of it runs any more and its outcome is not reported. */
    void kill();
}
