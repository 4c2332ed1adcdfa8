package io.jenkins.plugins.greyrelease.image;

import java.util.Optional;

/** What an image runs on, such as {@code linux/arm64/v8}. */
public record Platform(String os, String architecture, Optional<String> variant) {

    /**
     * Reads {@code os/architecture} or {@code os/architecture/variant}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Platform of(String text) {
        String[] parts = text.split("/", -1);
        boolean empty = text.isEmpty() || text.startsWith("/") || text.endsWith("/") || text.contains("//");
        if (empty || parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no platform; wanted is os/architecture, such as linux/amd64 or linux/arm64/v8");
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    @Override
    public String toString() {
        return os + "/" + architecture + variant.map(each -> "/" + each).orElse("");
    }
}
