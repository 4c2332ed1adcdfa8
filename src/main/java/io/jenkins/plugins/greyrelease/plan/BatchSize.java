package io.jenkins.plugins.greyrelease.plan;

/** The size of one batch, as the user wrote it. */
public sealed interface BatchSize {

    /** So many pods. */
    record Pods(int count) implements BatchSize {
        @Override
        public String toString() {
            return Integer.toString(count);
        }
    }

    /** So many hundredths of the total, 1 to 100. */
    record Percent(int percent) implements BatchSize {
        @Override
        public String toString() {
            return percent + "%";
        }
    }

    /** All that earlier batches left. */
    record Rest() implements BatchSize {
        @Override
        public String toString() {
            return "rest";
        }
    }
}
