package io.jenkins.plugins.greyrelease.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The users that {@code docker login} (or {@code podman}, {@code skopeo}, {@code helm}) wrote into a {@code config.json}.
 * What such a file has handed over to a credential helper is not asked for: that is another program.
 *
 * @param file may be absent
 */
record DockerLogins(Path file) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A user of a registry.
     *
     * @param name of the user
     * @param password likewise
     */
    record User(String name, String password) {
        @Override
        public String toString() {
            return "user " + name;
        }
    }

    /** The file of whoever runs this. */
    static DockerLogins of(Map<String, String> environment, Path home) {
        return new DockerLogins(Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                .map(Path::of)
                .orElse(home.resolve(".docker"))
                .resolve("config.json"));
    }

    /**
     * Who it knows at a registry.
     *
     * @param host with its port, if it has one
     * @throws IllegalStateException if the file, or what it says of this registry, cannot be used
     */
    Optional<User> at(String host) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode config;
        try {
            config = JSON.readTree(TextFiles.read(file));
        } catch (JsonProcessingException e) {
            // without the parser's own exception, which quotes the file
            throw new IllegalStateException(file + " is no JSON");
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read (" + e.getMessage() + ")", e);
        }
        JsonNode entry = entry(config.path("auths"), host);
        if (entry.path("auth").asText().isEmpty()
                && entry.path("username").asText().isEmpty()) {
            if (config.path("credHelpers").has(host) || !entry.isMissingNode() && config.has("credsStore")) {
                throw new IllegalStateException(file + " leaves the password for " + host + " to a credential helper,"
                        + " which is not asked; give the registry 'credentials', and the folder that has them:"
                        + " --credentials");
            }
            return Optional.empty();
        }
        return Optional.of(user(entry, host));
    }

    /** Entries are named by host, or, by older programs, by address. */
    private static JsonNode entry(JsonNode auths, String host) {
        for (Map.Entry<String, JsonNode> each : auths.properties()) {
            if (each.getKey()
                    .replaceFirst("^https?://", "")
                    .replaceFirst("/.*$", "")
                    .equalsIgnoreCase(host)) {
                return each.getValue();
            }
        }
        return JSON.missingNode();
    }

    private User user(JsonNode entry, String host) {
        if (!entry.path("username").asText().isEmpty()) {
            return new User(
                    entry.path("username").asText(), entry.path("password").asText());
        }
        try {
            String both =
                    new String(Base64.getDecoder().decode(entry.path("auth").asText()), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            if (colon > 0) {
                return new User(both.substring(0, colon), both.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(unusable(host), e);
        }
        throw new IllegalStateException(unusable(host));
    }

    private String unusable(String host) {
        return file + ": 'auth' of " + host + " is no user and password in Base64; log in to it again";
    }
}
