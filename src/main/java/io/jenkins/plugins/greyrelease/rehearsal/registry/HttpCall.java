package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it reaches a stand-in.
 *
 * @param client who sends it, as counted by {@link Traffic}
 * @param method in capitals
 * @param uri with scheme, host and port as the client wrote them
 * @param headers the first value of each; names without regard to letter case
 * @param body empty if there is none; nobody changes it
 */
public record HttpCall(String client, String method, URI uri, Map<String, String> headers, byte[] body) {

    public HttpCall {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    /** A header's first value. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The path, decoded as a whole. */
    public String path() {
        return uri.getPath();
    }

    /** {@code GET} for a {@code HEAD}, which is answered alike. */
    String verb() {
        return method.equals("HEAD") ? "GET" : method;
    }

    /** The query by name; the last value counts. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        pairs().forEach(pair -> query.put(pair[0], pair[1]));
        return query;
    }

    /** All values of one name in the query, in order. */
    List<String> queried(String name) {
        return pairs().stream()
                .filter(pair -> pair[0].equals(name))
                .map(pair -> pair[1])
                .toList();
    }

    private List<String[]> pairs() {
        List<String[]> pairs = new ArrayList<>();
        String raw = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                String[] both = pair.split("=", 2);
                pairs.add(new String[] {decoded(both[0]), both.length == 1 ? "" : decoded(both[1])});
            }
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
