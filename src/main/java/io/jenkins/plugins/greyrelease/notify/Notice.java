package io.jenkins.plugins.greyrelease.notify;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that happened in a run. Immutable.
 *
 * @param id the same whenever the same thing is told again, by whatever process; made of what happened and where
 * @param at wall clock
 * @param kind what sort
 * @param run where it happened
 * @param release of which release; empty: of none
 * @param clusters where; none: in no cluster in particular
 * @param batch counted from 1; 0: none
 * @param batches how many there are; 0: not known
 * @param outcome how a release ended, as the step returns it; empty where it has not
 * @param text one line for people
 */
public record Notice(
        String id,
        Instant at,
        Kind kind,
        Run run,
        Optional<Subject> release,
        List<String> clusters,
        int batch,
        int batches,
        String outcome,
        String text) {
    private static final int LONGEST = 2_000;

    public Notice {
        clusters = List.copyOf(clusters);
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        text = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /**
     * One that says that nothing has happened.
     *
     * @param url where it comes from; empty: not known
     */
    public static Notice test(Instant at, String url, String text) {
        Run nobody = new Run(Kind.TEST.word(), url);
        return new Notice("test/" + at, at, Kind.TEST, nobody, Optional.empty(), List.of(), 0, 0, "", text);
    }

    /**
     * A run.
     *
     * @param id identifies it, such as {@code shop/release#12}
     * @param url of its page; empty: it has none
     */
    public record Run(String id, String url) {}

    /**
     * What is released.
     *
     * @param id of the release; empty while it has not begun
     * @param app its name
     * @param namespace the app's
     * @param image as resolved, or as it was asked for while that is not known; empty: not known
     */
    public record Subject(String id, String app, String namespace, String image) {}

    /** The sorts of what happens. */
    public enum Kind {
        /** A release begins. */
        STARTED,
        /** It is a cluster's turn. */
        CLUSTER_STARTED,
        /** A batch serves and was found good. */
        BATCH_DONE,
        /** A cluster runs the new version. */
        CLUSTER_DONE,
        /** People are asked. */
        WAITING_FOR_APPROVAL,
        /** Somebody voted, or it was decided by votes. */
        APPROVAL,
        /** A release stands still until a person says how it goes on. */
        PAUSED,
        RESUMED,
        /** A cluster does not answer. */
        UNREACHABLE,
        REACHABLE,
        /** A check failed or was stopped. */
        FAILED,
        /** Everything goes back. */
        ROLLING_BACK,
        /** A cluster runs the old version again. */
        ROLLED_BACK,
        /** A release is over. */
        ENDED,
        /** Nothing happened: somebody tries whether it is heard. */
        TEST;

        /** As people write it, such as {@code batch-done}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The kind of this word, if there is one. */
        public static Optional<Kind> of(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}
