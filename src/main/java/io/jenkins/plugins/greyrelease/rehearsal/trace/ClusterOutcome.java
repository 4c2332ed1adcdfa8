package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * Where one cluster ended.
 *
 * @param from the version it had, an image
 * @param to the version it was to get, an image
 * @param took from the first change to the end; zero if nothing was changed
 * @param rolledBackIn from the order to go back until all was as before; null if it did not go back
 * @param remark more for people; may be empty
 */
public record ClusterOutcome(
        String cluster,
        String app,
        Result result,
        String from,
        String to,
        Duration took,
        Duration rolledBackIn,
        String remark) {

    /** How it ended. */
    public enum Result {
        RELEASED("released"),
        ROLLED_BACK("back on the old version"),
        UNCHANGED("unchanged"),
        PAUSED("paused, open"),
        UNREACHABLE("unreachable, open"),
        FAILED("failed");

        private final String title;

        Result(String title) {
            this.title = title;
        }

        /** The result for people. */
        public String title() {
            return title;
        }

        /** Whether somebody still has to end it. */
        public boolean open() {
            return this == PAUSED || this == UNREACHABLE;
        }
    }
}
