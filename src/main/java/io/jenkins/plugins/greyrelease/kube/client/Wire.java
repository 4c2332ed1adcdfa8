package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Objects as they travel. Those that come lose {@code managedFields}, half of their size and read by nobody. */
final class Wire {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static {
        // false: it would look for models with the class loader of whatever thread it finds itself on
        new KubernetesSerialization(MAPPER, false);
    }

    private Wire() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON can be made of " + value.getClass(), e);
        }
    }

    /** @throws IOException if it is no JSON */
    static JsonNode tree(byte[] body) throws IOException {
        return MAPPER.readTree(body);
    }

    /** @throws IOException if it is no object of this kind */
    static <T extends HasMetadata> T read(Kind<T> kind, JsonNode tree) throws IOException {
        if (!(tree instanceof ObjectNode object) || !object.hasNonNull("kind") && !object.hasNonNull("metadata")) {
            throw new IOException("it is no Kubernetes object");
        }
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        // the items of a list do not say what they are
        if (!object.hasNonNull("kind")) {
            object.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        }
        return MAPPER.treeToValue(object, kind.type());
    }

    /** @throws IOException if it is no list of this kind */
    static <T extends HasMetadata> Listing<T> listing(Kind<T> kind, JsonNode tree) throws IOException {
        JsonNode version = tree.path("metadata").path("resourceVersion");
        if (!version.isTextual()) {
            throw new IOException("it is no list");
        }
        List<T> items = new ArrayList<>();
        for (JsonNode item : tree.path("items")) {
            items.add(read(kind, item));
        }
        return new Listing<>(items, version.textValue());
    }
}
