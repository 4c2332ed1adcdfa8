package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Patch;

/** RFC 7386 as an API server applies it. */
final class MergePatches {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MergePatches() {}

    @SuppressWarnings("unchecked")
    static <T extends HasMetadata> T apply(T object, Patch patch) {
        try {
            JsonNode merged = merge(MAPPER.valueToTree(object), MAPPER.readTree(patch.body()));
            return (T) MAPPER.treeToValue(merged, object.getClass());
        } catch (JsonProcessingException e) {
            throw new AssertionError(patch.body(), e);
        }
    }

    static JsonNode tree(Object object) {
        return MAPPER.valueToTree(object);
    }

    static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target != null && target.isObject() ? target.deepCopy() : MAPPER.createObjectNode();
        patch.fields().forEachRemaining(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merge(result.get(field.getKey()), field.getValue()));
            }
        });
        return result;
    }
}
