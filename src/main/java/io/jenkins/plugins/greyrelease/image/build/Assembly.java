package io.jenkins.plugins.greyrelease.image.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.MediaTypes;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.build.BaseDefinition.Settings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Puts an image together from its base's documents and new layers; pure. What the base says and a build does not touch
 * stays as it is: it may matter to whoever runs the image (a stop signal, a health check, the variant of a CPU).
 */
final class Assembly {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The kind of an image's configuration. */
    static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    /** The kind of the layers that are made here. */
    static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    /** Facts about the container in which a base was once built. */
    private static final List<String> STALE =
            List.of("container", "container_config", "docker_version", "id", "parent");

    private Assembly() {}

    /**
     * What comes on top of a base.
     *
     * @param layers from the lowest to the uppermost
     * @param settings for the containers
     * @param labels that the build writes, beside those of the settings
     * @param created when the image counts as created: part of what is built, never the clock
     */
    record Addition(List<LayerFile> layers, Settings settings, SortedMap<String, String> labels, Instant created) {}

    /**
     * The configuration of an image for one platform.
     *
     * @param base configuration of the base; an empty object: none
     */
    static byte[] config(JsonNode base, Platform platform, Addition addition) {
        ObjectNode config = base.deepCopy();
        config.remove(STALE);
        config.put("created", addition.created().toString());
        put(config, "architecture", platform.architecture());
        put(config, "os", platform.os());
        platform.variant().ifPresent(variant -> put(config, "variant", variant));
        runtime(config.withObject("/config"), addition);
        ObjectNode rootfs = config.withObject("/rootfs");
        rootfs.put("type", "layers");
        ArrayNode diffs = rootfs.withArray("diff_ids");
        ArrayNode history = config.withArray("history");
        complete(history, diffs.size(), addition.created());
        for (LayerFile layer : addition.layers()) {
            diffs.add(layer.diffId());
            history.addObject()
                    .put("created", addition.created().toString())
                    .put("created_by", "grey-release")
                    .put("comment", layer.name());
        }
        return bytes(config);
    }

    /** What the base says of itself goes before what is assumed. */
    private static void put(ObjectNode config, String key, String value) {
        if (config.path(key).asText("").isEmpty()) {
            config.put(key, value);
        }
    }

    /** Each layer has a line in the history; some tools refuse images in which the numbers differ. */
    private static void complete(ArrayNode history, int layers, Instant created) {
        int told = 0;
        for (JsonNode line : history) {
            told += line.path("empty_layer").asBoolean(false) ? 0 : 1;
        }
        for (int i = told; i < layers; i++) {
            history.addObject().put("created", created.toString()).put("comment", "from the base image");
        }
    }

    private static void runtime(ObjectNode config, Addition addition) {
        Settings settings = addition.settings();
        if (!settings.environment().isEmpty()) {
            config.set("Env", environment(config.path("Env"), settings.environment()));
        }
        settings.user().ifPresent(user -> config.put("User", user));
        settings.workdir().ifPresent(folder -> config.put("WorkingDir", folder));
        settings.ports().forEach(port -> config.withObject("/ExposedPorts")
                .putObject(port.contains("/") ? port : port + "/tcp"));
        if (!settings.entrypoint().isEmpty()) {
            config.remove("Cmd");
            config.set("Entrypoint", texts(settings.entrypoint()));
        }
        if (!settings.command().isEmpty()) {
            config.set("Cmd", texts(settings.command()));
        }
        if (!config.path("Labels").isObject()) {
            config.putObject("Labels");
        }
        ObjectNode labels = (ObjectNode) config.get("Labels");
        // what the base was built from is not what this was built from
        labels.remove(Labels.ours());
        settings.labels().forEach(labels::put);
        addition.labels().forEach(labels::put);
    }

    private static ArrayNode environment(JsonNode base, Map<String, String> added) {
        Map<String, String> variables = new LinkedHashMap<>();
        base.forEach(each -> {
            String[] pair = each.asText().split("=", 2);
            variables.put(pair[0], pair.length > 1 ? pair[1] : "");
        });
        variables.putAll(added);
        ArrayNode list = JSON.createArrayNode();
        variables.forEach((name, value) -> list.add(name + "=" + value));
        return list;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode list = JSON.createArrayNode();
        texts.forEach(list::add);
        return list;
    }

    /**
     * The manifest of an image for one platform.
     *
     * @param base manifest of the base; an empty object: none
     * @param config the configuration
     */
    static byte[] manifest(JsonNode base, Descriptor config, Addition addition) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        write(config, manifest.putObject("config"));
        ArrayNode layers = manifest.putArray("layers");
        for (JsonNode each : base.path("layers")) {
            ObjectNode layer = each.deepCopy();
            if (layer.path("mediaType").asText().equals(DOCKER_LAYER)) {
                // the same bytes under their other name: the two kinds of documents are not to be mixed
                layer.put("mediaType", LAYER);
            }
            layers.add(layer);
        }
        for (LayerFile layer : addition.layers()) {
            write(descriptor(layer), layers.addObject());
        }
        ObjectNode annotations = manifest.putObject("annotations");
        addition.labels().forEach(annotations::put);
        return bytes(manifest);
    }

    /** The index over the manifests of several platforms, in their order. */
    static byte[] index(Map<Platform, Descriptor> manifests, SortedMap<String, String> labels) {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode list = index.putArray("manifests");
        manifests.forEach((platform, manifest) -> {
            ObjectNode entry = list.addObject();
            write(manifest, entry);
            ObjectNode on = entry.putObject("platform");
            on.put("architecture", platform.architecture()).put("os", platform.os());
            platform.variant().ifPresent(variant -> on.put("variant", variant));
        });
        ObjectNode annotations = index.putObject("annotations");
        labels.forEach(annotations::put);
        return bytes(index);
    }

    /** What a manifest says of a layer. */
    static Descriptor descriptor(LayerFile layer) {
        return Descriptor.of(LAYER, Digest.of(layer.digest()), layer.size());
    }

    private static void write(Descriptor descriptor, ObjectNode into) {
        into.put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
    }

    private static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of an image cannot be written", e);
        }
    }
}
