package io.jenkins.plugins.greyrelease.image;

import java.util.List;
import java.util.Optional;

/**
 * What a token is to allow.
 *
 * @param repository the one that is read or written
 * @param push whether it is written
 * @param from another one that is read for it, to mount from
 */
record Scope(String repository, boolean push, Optional<String> from) {

    static Scope pull(String repository) {
        return new Scope(repository, false, Optional.empty());
    }

    static Scope push(String repository) {
        return new Scope(repository, true, Optional.empty());
    }

    Scope mounting(String other) {
        return new Scope(repository, push, Optional.of(other));
    }

    /** In the words of token servers. */
    List<String> words() {
        String own = "repository:" + repository + ":" + (push ? "pull,push" : "pull");
        return from.map(other -> List.of(own, "repository:" + other + ":pull")).orElseGet(() -> List.of(own));
    }

    /** The right that is needed, for people. */
    String shown() {
        return (push ? "push to " : "pull from ") + repository;
    }
}
