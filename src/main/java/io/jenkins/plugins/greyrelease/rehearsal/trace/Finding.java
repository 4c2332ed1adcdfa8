package io.jenkins.plugins.greyrelease.rehearsal.trace;

/**
 * One thing a rehearsal showed.
 *
 * @param weight how much it matters
 * @param text a sentence or two in plain words
 */
public record Finding(Weight weight, String text) {

    /** How much a finding matters. */
    public enum Weight {
        GOOD("Good"),
        INFO("Known"),
        WARNING("Look at"),
        PROBLEM("Problem");

        private final String title;

        Weight(String title) {
            this.title = title;
        }

        /** The weight for people. */
        public String title() {
            return title;
        }
    }
}
