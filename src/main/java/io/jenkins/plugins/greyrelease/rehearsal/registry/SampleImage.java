package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A made-up image, whole: its layers are random bytes, the same for the same seed.
 *
 * @param blobs config and layers of all its manifests; nobody changes them
 * @param manifests in the order in which they can be put; the last one is the image
 */
public record SampleImage(List<byte[]> blobs, List<Part> manifests) {
    private static final String OCI = "application/vnd.oci.image.";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * A manifest or an index.
     *
     * @param type its media type
     * @param content byte for byte
     */
    public record Part(String type, byte[] content) {
        Repository.Manifest stored() {
            return new Repository.Manifest(Bytes.digest(content), type, content);
        }
    }

    public SampleImage {
        blobs = List.copyOf(blobs);
        manifests = List.copyOf(manifests);
    }

    /**
     * An image for one platform.
     *
     * @param seed what it is made from: the same seed, the same digest
     * @param layers bytes of each layer
     */
    public static SampleImage of(String seed, int... layers) {
        return of(seed, "amd64", new TreeMap<>(), layers);
    }

    private static SampleImage of(String seed, String architecture, SortedMap<String, String> labels, int... layers) {
        SplittableRandom random = new SplittableRandom(seed.hashCode() * 31L + architecture.hashCode());
        List<byte[]> blobs = new ArrayList<>();
        ObjectNode config = JSON.objectNode().put("architecture", architecture).put("os", "linux");
        ObjectNode named = config.putObject("config").putObject("Labels").put("seed", seed);
        labels.forEach(named::put);
        ArrayNode diffs = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        ArrayNode described = JSON.arrayNode();
        for (int size : layers) {
            byte[] layer = new byte[size];
            random.nextBytes(layer);
            blobs.add(layer);
            diffs.add(Bytes.digest(layer));
            described.add(descriptor(OCI + "layer.v1.tar+gzip", layer));
        }
        byte[] configBytes = bytes(config);
        blobs.add(0, configBytes);
        ObjectNode manifest = JSON.objectNode().put("schemaVersion", 2).put("mediaType", OCI + "manifest.v1+json");
        manifest.set("config", descriptor(OCI + "config.v1+json", configBytes));
        manifest.set("layers", described);
        return new SampleImage(blobs, List.of(new Part(OCI + "manifest.v1+json", bytes(manifest))));
    }

    /**
     * An image for several platforms, behind an index.
     *
     * @param architectures such as {@code amd64} and {@code arm64}
     * @param layers bytes of each layer of each platform; their contents differ
     */
    public static SampleImage index(String seed, List<String> architectures, int... layers) {
        List<byte[]> blobs = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        ObjectNode index = JSON.objectNode().put("schemaVersion", 2).put("mediaType", OCI + "index.v1+json");
        ArrayNode named = index.putArray("manifests");
        for (String architecture : architectures) {
            SampleImage one = of(seed, architecture, new TreeMap<>(), layers);
            blobs.addAll(one.blobs());
            parts.addAll(one.manifests());
            ObjectNode child =
                    descriptor(OCI + "manifest.v1+json", one.manifests().get(0).content());
            child.putObject("platform").put("architecture", architecture).put("os", "linux");
            named.add(child);
        }
        parts.add(new Part(OCI + "index.v1+json", bytes(index)));
        return new SampleImage(blobs, parts);
    }

    /** As {@link #of}, with labels in its configuration beside those that it has anyway. */
    public static SampleImage labelled(String seed, Map<String, String> labels, int... layers) {
        return of(seed, "amd64", new TreeMap<>(labels), layers);
    }

    /** The same with annotations of the image itself, which make another digest. */
    public SampleImage annotated(Map<String, String> annotations) {
        Part last = manifests.get(manifests.size() - 1);
        ObjectNode manifest = read(last.content());
        ObjectNode notes = manifest.putObject("annotations");
        new TreeMap<>(annotations).forEach(notes::put);
        List<Part> parts = new ArrayList<>(manifests.subList(0, manifests.size() - 1));
        parts.add(new Part(last.type(), bytes(manifest)));
        return new SampleImage(blobs, parts);
    }

    private static ObjectNode read(byte[] json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What cosign writes beside an image that it signs; to be put under {@link #signatureTag}. */
    public static SampleImage signature(String digest) {
        byte[] payload = bytes(JSON.objectNode().put("critical", digest));
        byte[] config = bytes(JSON.objectNode().put("signs", digest));
        ObjectNode manifest = JSON.objectNode().put("schemaVersion", 2).put("mediaType", OCI + "manifest.v1+json");
        manifest.set("config", descriptor(OCI + "config.v1+json", config));
        manifest.putArray("layers").add(descriptor("application/vnd.dev.cosign.simplesigning.v1+json", payload));
        return new SampleImage(List.of(config, payload), List.of(new Part(OCI + "manifest.v1+json", bytes(manifest))));
    }

    /** The tag under which cosign keeps the signature of a digest. */
    public static String signatureTag(String digest) {
        return digest.replace(':', '-') + ".sig";
    }

    /** Its digest, as registries write it. */
    public String digest() {
        return Bytes.digest(manifests.get(manifests.size() - 1).content());
    }

    /** Bytes of all its blobs. */
    public long size() {
        return blobs.stream().mapToLong(blob -> blob.length).sum();
    }

    private static ObjectNode descriptor(String type, byte[] content) {
        return JSON.objectNode()
                .put("mediaType", type)
                .put("digest", Bytes.digest(content))
                .put("size", content.length);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
