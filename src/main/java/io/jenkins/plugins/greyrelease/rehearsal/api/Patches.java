package io.jenkins.plugins.greyrelease.rehearsal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.zjsonpatch.CompatibilityFlags;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.manifest.Json;
import java.util.EnumSet;
import java.util.Map;

/** Applies patches; the only place, beside manifests, where objects become JSON and back. */
final class Patches {

    private static final JsonMapper JSON = Json.MAPPER;

    private static final EnumSet<CompatibilityFlags> STRICT =
            EnumSet.of(CompatibilityFlags.FORBID_REMOVE_MISSING_OBJECT);

    private static final String VERSION_PATH = "/metadata/resourceVersion";

    private Patches() {}

    /** The object as the patch makes it; its resourceVersion is one that the patch demands, or none. */
    static <T extends HasMetadata> T apply(Request request, Kind<T> kind, T current, Patch patch) {
        JsonNode body = parse(request, patch);
        ObjectNode before = JSON.valueToTree(current);
        JsonNode after =
                switch (patch.type()) {
                    case JSON -> jsonPatch(request, body, before);
                    case MERGE -> merge(demanding(body, before), body);
                    case STRATEGIC -> strategic(request, current, demanding(body, before), body);
                };
        try {
            return JSON.treeToValue(after, kind.type());
        } catch (JsonProcessingException e) {
            throw request.badRequest("the patched object is no " + kind.kind() + ": " + e.getOriginalMessage());
        }
    }

    private static JsonNode parse(Request request, Patch patch) {
        try {
            JsonNode body = JSON.readTree(patch.body());
            boolean list = patch.type() == Patch.Type.JSON;
            if (body == null || list != body.isArray() || !list && !body.isObject()) {
                throw request.badRequest("the patch must be a JSON " + (list ? "array" : "object"));
            }
            return body;
        } catch (JsonProcessingException e) {
            throw request.badRequest("the patch is not JSON: " + e.getOriginalMessage());
        }
    }

    /** A patch is applied to the newest object unless it carries a resourceVersion itself. */
    private static ObjectNode demanding(JsonNode body, ObjectNode before) {
        if (!body.path("metadata").hasNonNull("resourceVersion")) {
            ((ObjectNode) before.path("metadata")).remove("resourceVersion");
        }
        return before;
    }

    /** One operation at a time, to know which one failed: a failed {@code test} means "look again". */
    private static JsonNode jsonPatch(Request request, JsonNode body, ObjectNode before) {
        JsonNode after = before;
        for (JsonNode operation : body) {
            try {
                after = JsonPatch.apply(JSON.createArrayNode().add(operation), after, STRICT);
            } catch (JsonPatchException e) {
                boolean test = operation.path("op").asText().equals("test");
                throw request.refuse(
                        test ? Reason.CONFLICT : Reason.INVALID,
                        422,
                        "the server rejected our request due to an error in our request: " + e.getMessage());
            }
        }
        boolean demands = body.findValuesAsText("path").contains(VERSION_PATH);
        if (!demands) {
            ((ObjectNode) after.path("metadata")).remove("resourceVersion");
        }
        return after;
    }

    private static JsonNode strategic(Request request, HasMetadata current, ObjectNode before, JsonNode body) {
        if (current instanceof GenericKubernetesResource) {
            throw request.refuse(
                    Reason.INVALID,
                    415,
                    "the body of the request was in an unknown format - accepted media types include:"
                            + " application/json-patch+json, application/merge-patch+json");
        }
        return StrategicMerge.apply(before, (ObjectNode) body);
    }

    /** RFC 7386: null takes away, objects merge, everything else replaces. */
    static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target != null && target.isObject() ? (ObjectNode) target : JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merge(result.get(field.getKey()), field.getValue()));
            }
        }
        return result;
    }
}
