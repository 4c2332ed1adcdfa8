package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What travels over HTTP, as the real server writes it. */
final class Texts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static {
        new KubernetesSerialization(MAPPER, false);
    }

    private Texts() {}

    /** @throws IllegalArgumentException if it is no JSON object */
    static ObjectNode object(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
        throw new IllegalArgumentException("the body is no JSON object");
    }

    /** @throws IllegalArgumentException if it is no object of this kind */
    static <T extends HasMetadata> T read(Kind<T> kind, ObjectNode object) {
        try {
            return MAPPER.treeToValue(object, kind.type());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no " + kind.kind() + ": " + e.getOriginalMessage(), e);
        }
    }

    static ObjectNode empty() {
        return MAPPER.createObjectNode();
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON can be made of a tree", e);
        }
    }

    /** The items of a list do not say what they are, as on the real server; custom resources do. */
    static ObjectNode list(Kind<?> kind, Listing<?> listing) {
        ObjectNode list = empty().put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
        list.putObject("metadata").put("resourceVersion", listing.resourceVersion());
        ArrayNode items = list.putArray("items");
        boolean custom = kind.type().getSimpleName().startsWith("Generic");
        for (Object each : listing.items()) {
            ObjectNode item = (ObjectNode) tree(each);
            items.add(custom ? item : item.without(List.of("kind", "apiVersion")));
        }
        return list;
    }

    static ObjectNode scale(HasMetadata object, int replicas) {
        ObjectNode scale = empty().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        scale.putObject("metadata")
                .put("name", object.getMetadata().getName())
                .put("namespace", object.getMetadata().getNamespace())
                .put("uid", object.getMetadata().getUid())
                .put("resourceVersion", object.getMetadata().getResourceVersion());
        scale.putObject("spec").put("replicas", replicas);
        return scale;
    }

    static ObjectNode success() {
        return empty().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
    }

    static ObjectNode failure(KubeException e) {
        ObjectNode status = failure(e.status(), reason(e), e.answer());
        e.retryAfter().map(Duration::toSeconds).ifPresent(seconds -> status.putObject("details")
                .put("retryAfterSeconds", seconds));
        return status;
    }

    static ObjectNode failure(int code, String reason, String message) {
        return empty().put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
    }

    private static String reason(KubeException e) {
        return switch (e.status()) {
            case 400 -> "BadRequest";
            case 403 -> "Forbidden";
            case 404 -> "NotFound";
            case 409 -> e.reason() == KubeException.Reason.ALREADY_EXISTS ? "AlreadyExists" : "Conflict";
            case 410 -> "Expired";
            case 415 -> "UnsupportedMediaType";
            case 422 -> "Invalid";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            default -> "InternalError";
        };
    }
}
