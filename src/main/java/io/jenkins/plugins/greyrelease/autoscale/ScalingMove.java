package io.jenkins.plugins.greyrelease.autoscale;

/** What {@link Scaling} decided. */
public sealed interface ScalingMove {

    /** One line for the log, with the figures it was decided on. */
    String says();

    /** How many pods there are to be. */
    int replicas();

    /** The number stays. */
    record Stay(int replicas, String says) implements ScalingMove {}

    /**
     * The number changes.
     *
     * @param from what it was, and must still be when this is written
     * @param replicas what it becomes; another number
     */
    record Scale(int from, int replicas, String says) implements ScalingMove {

        /** Whether there are more afterwards. */
        public boolean up() {
            return replicas > from;
        }
    }
}
