package io.jenkins.plugins.greyrelease.image;

import java.util.List;
import java.util.Optional;

/**
 * What a token is to allow.
 *
 * @param repository the one that is read or written; empty: none
 * @param push whether it is written
 * @param from another one that is read for it, to mount from
 */
record Scope(String repository, boolean push, Optional<String> from) {

    /** Nothing in particular: who we are is all that is asked. */
    static Scope none() {
        return new Scope("", false, Optional.empty());
    }

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
        if (repository.isEmpty()) {
            return List.of();
        }
        String own = "repository:" + repository + ":" + (push ? "pull,push" : "pull");
        return from.map(other -> List.of(own, "repository:" + other + ":pull")).orElseGet(() -> List.of(own));
    }

    /** The right that is needed, for people. */
    String shown() {
        return repository.isEmpty() ? "sign in" : (push ? "push to " : "pull from ") + repository;
    }
}
