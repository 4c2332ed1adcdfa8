package io.jenkins.plugins.greyrelease.image.job;

/** How a Job stands. */
sealed interface JobState {

    /**
     * Its container has not begun.
     *
     * @param why in words; empty: nothing is in its way
     * @param hope whether waiting helps
     */
    record Waits(String why, Hope hope) implements JobState {}

    /** Whether waiting helps. */
    enum Hope {
        /** For as long as the build may take. */
        YES,
        /** For some minutes: what failed may have failed by chance. */
        BRIEFLY,
        /** Somebody has to change something first. */
        NO
    }

    /** Its container runs. */
    record Runs(String pod) implements JobState {}

    /**
     * It has done what it was to do.
     *
     * @param message what its container left; empty: nothing, or nobody knows any more
     */
    record Succeeded(String pod, String message) implements JobState {}

    /**
     * It has ended otherwise.
     *
     * @param pod that has a log; empty: none
     * @param why in words
     */
    record Failed(String pod, String why) implements JobState {}
}
