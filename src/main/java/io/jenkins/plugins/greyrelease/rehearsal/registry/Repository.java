package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One repository: which blobs, manifests and tags it has.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class Repository {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Set<String> blobs = new TreeSet<>();
    final Map<String, Manifest> manifests = new TreeMap<>();
    final Map<String, String> tags = new TreeMap<>();

    /**
     * A manifest as it was put.
     *
     * @param type its media type
     * @param content byte for byte
     */
    record Manifest(String digest, String type, byte[] content) {

        /** @throws IllegalArgumentException if it is no JSON object */
        JsonNode json() {
            try {
                JsonNode tree = MAPPER.readTree(content);
                if (tree.isObject()) {
                    return tree;
                }
                throw new JsonParseException(null, "no object");
            } catch (IOException e) {
                throw new IllegalArgumentException("the manifest is no JSON object", e);
            }
        }

        boolean isIndex() {
            return json().has("manifests");
        }

        /** Digests of the blobs it names: config and layers. */
        List<String> blobs() {
            List<String> named = new ArrayList<>();
            Optional.ofNullable(json().path("config").get("digest")).ifPresent(d -> named.add(d.asText()));
            json().path("layers").forEach(layer -> {
                if (!layer.has("urls")) {
                    named.add(layer.path("digest").asText());
                }
            });
            return named;
        }

        /** Digests of the manifests it names, if it is an index. */
        List<String> children() {
            List<String> named = new ArrayList<>();
            json().path("manifests").forEach(m -> named.add(m.path("digest").asText()));
            return named;
        }

        /** Digest of the manifest that this one is about, such as what it signs. */
        Optional<String> subject() {
            return Optional.ofNullable(json().path("subject").get("digest")).map(JsonNode::asText);
        }

        String artifactType() {
            JsonNode own = json().path("artifactType");
            return own.isTextual()
                    ? own.asText()
                    : json().path("config").path("mediaType").asText("");
        }
    }

    /** A manifest by digest or tag. */
    Optional<Manifest> manifest(String reference) {
        return Optional.ofNullable(manifests.get(tags.getOrDefault(reference, reference)));
    }

    /** Manifests about this one: those that name it as their subject, and cosign's by its tag. */
    List<Manifest> about(String digest) {
        List<Manifest> about = new ArrayList<>();
        manifests.values().stream()
                .filter(m -> m.subject().filter(digest::equals).isPresent())
                .forEach(about::add);
        Optional.ofNullable(tags.get(digest.replace(':', '-') + ".sig"))
                .map(manifests::get)
                .filter(m -> !about.contains(m))
                .ifPresent(about::add);
        return about;
    }

    List<String> tagsOf(String digest) {
        return tags.entrySet().stream()
                .filter(tag -> tag.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .toList();
    }
}
