package io.jenkins.plugins.greyrelease.jenkins.release;

import java.util.List;

/** Where undertakings are kept. Thread-safe; calls may block on the disk. */
interface UndertakingStore {

    /**
     * Writes it; what has ended goes to its run.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    void save(SavedUndertaking undertaking);

    /** Where the drawing of an undertaking is kept. */
    ReleaseHistory.Archive drawing(SavedUndertaking undertaking);

    /** All that have not ended. */
    List<SavedUndertaking> open();

    /** Those of a run that have ended, oldest first. */
    List<SavedUndertaking> ended(String run);
}
