package io.jenkins.plugins.greyrelease.rehearsal.serve;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parameters of a request. */
record Query(Map<String, String> parameters) {

    static Query of(URI uri) {
        Map<String, String> parameters = new TreeMap<>();
        String raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String each : raw.split("&")) {
            String[] parts = each.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        return new Query(parameters);
    }

    /** Null if it is not there. */
    String text(String name) {
        return parameters.get(name);
    }

    boolean flag(String name) {
        String value = text(name);
        return value != null && (value.equals("true") || value.equals("1"));
    }

    /** @throws IllegalArgumentException if it is no number */
    Optional<Duration> seconds(String name) {
        String value = text(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(name + ": '" + value + "' is no number of seconds");
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
