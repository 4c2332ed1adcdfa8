package io.jenkins.plugins.greyrelease.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Who to be at another system. Immutable; no secret is in {@link Object#toString}. */
public sealed interface Login {

    /** The header {@code Authorization}; empty for nobody. */
    Optional<String> header();

    /** Nobody in particular. */
    record Anonymous() implements Login {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /** A user or a robot account with its password. */
    record Basic(String user, String password) implements Login {
        @Override
        public Optional<String> header() {
            String both = user + ":" + password;
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /**
     * A token, without what stands around it in a file.
     *
     * @throws IllegalStateException if it cannot be one
     */
    record Bearer(String token) implements Login {
        public Bearer {
            token = token.strip();
            if (!token.chars().allMatch(c -> c > ' ' && c < '\u007f')) {
                // who sends it would name it in the error
                throw new IllegalStateException("the token has a blank, a line end or another character in it that no"
                        + " token has; store it again");
            }
        }

        @Override
        public Optional<String> header() {
            return Optional.of("Bearer " + token);
        }

        @Override
        public String toString() {
            return "a token";
        }
    }
}
