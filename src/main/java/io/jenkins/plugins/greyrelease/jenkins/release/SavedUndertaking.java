package io.jenkins.plugins.greyrelease.jenkins.release;

import java.util.Map;

/**
 * What is kept on disk of an undertaking: who asked for what, what was decided since, and how it ended. Everything else
 * is read anew from the clusters. Never a secret.
 *
 * <p>Written with XStream: fields only, of types that Jenkins' class filter lets through; what an older version did not
 * write is null.
 */
final class SavedUndertaking {
    /** Names its file too. */
    String id;

    /** As {@code Run.getExternalizableId()}. */
    String run;

    /** The step's name. */
    String step;

    String app;

    String namespace;

    /** As the step asked, the job's defaults among them, as JSON. */
    String asked;

    /** The same once the clusters are chosen, which are here by name. */
    String arguments;

    /** Content of the file that the argument {@code manifest} names; null before it was read, or without one. */
    String manifest;

    /** What the step keeps by name, such as the digests of its tags, as JSON; null: nothing. */
    String notes;

    /** ISO 8601. */
    String begun;

    /** The release's id in the clusters; null before it has begun there. */
    String release;

    /** What was told of it and is not over, as JSON; null: nothing. */
    String news;

    /** Who stopped it; null: nobody. */
    String abortedBy;

    /** ISO 8601; null: it has not ended. */
    String ended;

    /** A {@link io.jenkins.plugins.greyrelease.step.StepOutcome.Status}; null: it has not ended. */
    String status;

    String message;

    /** As JSON. */
    String result;

    /** The arguments by name. */
    Map<String, Object> givenArguments() {
        return JsonMaps.read(arguments);
    }
}
