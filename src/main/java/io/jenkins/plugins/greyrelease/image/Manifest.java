package io.jenkins.plugins.greyrelease.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest, byte for byte as the registry has it: written anew, it would have another digest. Immutable.
 */
public final class Manifest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String mediaType;
    private final byte[] bytes;
    private final Digest digest;
    private final List<Descriptor> manifests;
    private final List<Descriptor> blobs;
    private final Map<String, String> annotations;

    private Manifest(String mediaType, byte[] bytes, JsonNode tree) {
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
        this.digest = Digest.sha256(bytes);
        this.manifests = MediaTypes.isIndex(mediaType) ? descriptors(tree.path("manifests")) : List.of();
        List<Descriptor> parts = new ArrayList<>();
        if (!MediaTypes.isIndex(mediaType)) {
            parts.add(descriptor(tree.path("config")));
            parts.addAll(descriptors(tree.path("layers")));
        }
        this.blobs = List.copyOf(parts);
        Map<String, String> notes = new LinkedHashMap<>();
        tree.path("annotations")
                .properties()
                .forEach(each -> notes.put(each.getKey(), each.getValue().asText()));
        this.annotations = Collections.unmodifiableMap(notes);
    }

    /**
     * Reads a manifest.
     *
     * @param mediaType as the registry says, without parameters
     * @throws IllegalArgumentException if it is none of the kinds of {@link MediaTypes}; the message says why
     */
    public static Manifest of(String mediaType, byte[] bytes) {
        if (!MediaTypes.MANIFESTS.contains(mediaType)) {
            throw new IllegalArgumentException("a manifest of type '" + mediaType + "' is not understood; wanted are "
                    + String.join(", ", MediaTypes.MANIFESTS));
        }
        try {
            return new Manifest(mediaType, bytes, MAPPER.readTree(bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException("the manifest is no JSON", e);
        }
    }

    /** Its kind, one of {@link MediaTypes}. */
    public String mediaType() {
        return mediaType;
    }

    /** Its bytes, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The SHA-256 of its bytes. */
    public Digest digest() {
        return digest;
    }

    /** What another manifest would say of this one. */
    public Descriptor descriptor() {
        return Descriptor.of(mediaType, digest, bytes.length);
    }

    /** Whether it lists images of several platforms. */
    public boolean isIndex() {
        return MediaTypes.isIndex(mediaType);
    }

    /** The images of a list; empty for an image. */
    public List<Descriptor> manifests() {
        return manifests;
    }

    /** Configuration and layers of an image, in this order; empty for a list. */
    public List<Descriptor> blobs() {
        return blobs;
    }

    /** Its annotations, in order. */
    public Map<String, String> annotations() {
        return annotations;
    }

    private static List<Descriptor> descriptors(JsonNode list) {
        List<Descriptor> all = new ArrayList<>();
        list.forEach(each -> all.add(descriptor(each)));
        return List.copyOf(all);
    }

    private static Descriptor descriptor(JsonNode node) {
        List<String> urls = new ArrayList<>();
        node.path("urls").forEach(each -> urls.add(each.asText()));
        return new Descriptor(
                node.path("mediaType").asText(""),
                Digest.of(node.path("digest").asText("")),
                node.path("size").asLong(-1),
                platform(node.path("platform")),
                urls);
    }

    private static Optional<Platform> platform(JsonNode node) {
        String variant = node.path("variant").asText("");
        return node.isObject()
                ? Optional.of(new Platform(
                        node.path("os").asText(""),
                        node.path("architecture").asText(""),
                        variant.isEmpty() ? Optional.empty() : Optional.of(variant)))
                : Optional.empty();
    }
}
