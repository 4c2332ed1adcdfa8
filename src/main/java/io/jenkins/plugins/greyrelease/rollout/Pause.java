package io.jenkins.plugins.greyrelease.rollout;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a release stands still until a person says how to go on. Lives in the label {@link Labels#PAUSED}, so that it
 * outlives its process.
 *
 * @param cause what sort of pause
 * @param about who or where, as a label can hold it: {@code alice}, {@code gd9-a.batch-2}
 */
record Pause(Cause cause, String about) {
    /** Label values have 63 characters; the cause and a separator come first. */
    private static final int LONGEST = 50;

    Pause {
        about = slug(about, LONGEST);
    }

    /** The sorts of pauses. */
    enum Cause {
        /** Somebody asked for it: stands until somebody says resume. */
        PERSON,
        /** A check or pods failed, and {@code onFailure} is {@code pause}: stands until somebody says resume. */
        FAILURE,
        /** The run was stopped, and {@code onAbort} is {@code pause}: running it again goes on. */
        ABORT
    }

    /** A failed batch. */
    static Pause failure(String cluster, int batch) {
        return new Pause(Cause.FAILURE, cluster + ".batch-" + batch);
    }

    /** The label's value, such as {@code person_alice}. */
    String label() {
        return cause.name().toLowerCase(Locale.ROOT) + (about.isEmpty() ? "" : "_" + about);
    }

    /** Reads the label; empty if there is none. What somebody else wrote there counts as their pause. */
    static Optional<Pause> read(String label) {
        if (label.isEmpty()) {
            return Optional.empty();
        }
        for (Cause cause : Cause.values()) {
            String name = cause.name().toLowerCase(Locale.ROOT);
            if (label.equals(name) || label.startsWith(name + "_")) {
                return Optional.of(new Pause(cause, label.substring(Math.min(label.length(), name.length() + 1))));
            }
        }
        return Optional.of(new Pause(Cause.PERSON, label));
    }

    /** In words: {@code paused by alice}. */
    String words() {
        String who = about.isEmpty() ? "somebody" : about;
        return switch (cause) {
            case PERSON -> "paused by " + who;
            case FAILURE -> "paused because of a failure in " + who.replace(".batch-", ", batch ");
            case ABORT -> "stopped by " + who + " and left where it is";
        };
    }

    /** What a label can hold of a text. */
    static String slug(String text, int longest) {
        String plain = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return plain.substring(0, Math.min(longest, plain.length())).replaceAll("[^A-Za-z0-9]+$", "");
    }
}
