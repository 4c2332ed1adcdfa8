package io.jenkins.plugins.greyrelease.approval;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How an approval stands. All but {@link Open} are final. */
public sealed interface Outcome {

    /** One word for records: {@code open}, {@code approved}, {@code rejected}, {@code timed-out}, {@code withdrawn}. */
    String name();

    /** Whether nothing can change it any more. */
    default boolean closed() {
        return !(this instanceof Open);
    }

    /**
     * Somebody has yet to vote, or the release window to open.
     *
     * @param yes votes that count now
     * @param quorum how many are needed
     * @param opens when the release window opens, if votes are enough; empty: votes are missing, or it never opens again
     */
    record Open(int yes, int quorum, Optional<Instant> opens) implements Outcome {
        /** Whether votes are enough, and it is the release window that is waited for. */
        public boolean enough() {
            return yes >= quorum;
        }

        @Override
        public String name() {
            return "open";
        }
    }

    /** @param by whose votes counted when it was decided; a delegate as {@code carol for bob} */
    record Approved(List<String> by) implements Outcome {
        public Approved {
            by = List.copyOf(by);
        }

        @Override
        public String name() {
            return "approved";
        }
    }

    /** @param by the vote that did it */
    record Rejected(Vote by) implements Outcome {
        @Override
        public String name() {
            return "rejected";
        }
    }

    /**
     * @param yes votes that counted by then
     * @param quorum how many were needed
     */
    record TimedOut(int yes, int quorum) implements Outcome {
        @Override
        public String name() {
            return "timed-out";
        }
    }

    /** Nobody waits for it any more. @param why in words */
    record Withdrawn(String why) implements Outcome {
        @Override
        public String name() {
            return "withdrawn";
        }
    }
}
