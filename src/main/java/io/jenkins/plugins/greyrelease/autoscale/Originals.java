package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.Map;
import java.util.Optional;

/**
 * What the annotation on a frozen autoscaler says: who froze it, how the changed fields were, and a fingerprint of the
 * fields that were not changed.
 *
 * @param release id of the release that froze it
 * @param before the fields as they were; a member that is missing was absent
 * @param rest {@link Json#fingerprint} of the other fields of the spec
 */
record Originals(String release, ObjectNode before, String rest) {

    static Optional<Originals> on(HasMetadata object) throws JsonProcessingException {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(AutoscalerFreeze.ORIGINALS);
        return text == null ? Optional.empty() : Optional.of(parse(text));
    }

    private static Originals parse(String text) throws JsonProcessingException {
        JsonNode tree = Json.parse(text);
        JsonNode before = tree.path("before");
        if (!tree.path("release").isTextual()
                || !before.isObject()
                || !tree.path("rest").isTextual()) {
            throw new MissingMember("release, before or rest is missing");
        }
        Json.value(before.path("behavior"), HorizontalPodAutoscalerBehavior.class);
        return new Originals(
                tree.get("release").asText(),
                (ObjectNode) before,
                tree.get("rest").asText());
    }

    String text() {
        ObjectNode tree = Json.object();
        tree.put("release", release);
        tree.set("before", before);
        tree.put("rest", rest);
        return tree.toString();
    }

    /** The annotation's text is JSON, but not ours. */
    private static final class MissingMember extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        MissingMember(String message) {
            super(message);
        }
    }
}
