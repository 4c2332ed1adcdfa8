package io.jenkins.plugins.greyrelease.jira;

import java.util.List;

/** Where ties are kept, by run and issue. Called by one thread at a time; may block on the disk for a moment. */
public interface TieStore {
    /** Nothing outlives the process. */
    TieStore NONE = new TieStore() {
        @Override
        public void save(Tie tie) {
            // the process is the run
        }

        @Override
        public void forget(Tie tie) {
            // as above
        }

        @Override
        public List<Tie> open() {
            return List.of();
        }
    };

    /** Writes one, in place of what it was before. */
    void save(Tie tie);

    /** It is over. */
    void forget(Tie tie);

    /** All that are not over. */
    List<Tie> open();
}
