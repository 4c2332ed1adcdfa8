package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares and hashes pod templates. Two templates are equal if they mean the same: absent and empty are one, the
 * {@code pod-template-hash} label does not count.
 *
 * <p>The hash is of the same kind as upstream's (FNV-1a of 32 bits, in its alphabet), but over another text: a name seen
 * here is not the name a real cluster would give.
 */
final class Templates {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private record Known(Long generation, PodTemplateSpec template, String text) {}

    /** By UID; only looked up in. */
    private final Map<String, Known> known = new HashMap<>();

    /** Whether the ReplicaSet's template is the Deployment's. */
    boolean same(Deployment d, ReplicaSet rs) {
        return text(d, d.getSpec().getTemplate()).equals(text(rs, rs.getSpec().getTemplate()));
    }

    /** What {@code pod-template-hash} is made of: the template and how often its hash was taken already. */
    String hash(Deployment d, Integer collisions) {
        String text = text(d, d.getSpec().getTemplate()) + (collisions == null ? "" : "#" + collisions);
        int hash = 0x811c9dc5;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x01000193;
        }
        StringBuilder name = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
            name.append(ALPHABET.charAt(digit % ALPHABET.length()));
        }
        return name.toString();
    }

    /** Forgets an object that is gone. */
    void forget(HasMetadata object) {
        known.remove(object.getMetadata().getUid());
    }

    private String text(HasMetadata of, PodTemplateSpec template) {
        String uid = of.getMetadata().getUid();
        Long generation = of.getMetadata().getGeneration();
        Known before = uid == null ? null : known.get(uid);
        if (before != null
                && (before.template == template || generation != null && generation.equals(before.generation))) {
            return before.text;
        }
        // comparing costs a hundredth of writing it out, and most changes are of other fields
        String text = before != null && before.template.equals(template) ? before.text : canonical(template);
        if (uid != null) {
            known.put(uid, new Known(generation, template, text));
        }
        return text;
    }

    static String canonical(PodTemplateSpec template) {
        JsonNode tree = JSON.valueToTree(template);
        if (tree.path("metadata").path("labels") instanceof ObjectNode labels) {
            labels.remove(ReplicaSets.HASH);
        }
        try {
            return JSON.writeValueAsString(stripped(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("pod template cannot be written as JSON", e);
        }
    }

    private static JsonNode stripped(JsonNode node) {
        if (node instanceof ObjectNode object) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            for (Iterator<Map.Entry<String, JsonNode>> i = object.fields(); i.hasNext(); ) {
                Map.Entry<String, JsonNode> each = i.next();
                JsonNode value = stripped(each.getValue());
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    fields.put(each.getKey(), value);
                }
            }
            ObjectNode result = JSON.createObjectNode();
            fields.forEach(result::set);
            return result;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode result = JSON.createArrayNode();
            array.forEach(each -> result.add(stripped(each)));
            return result;
        }
        return node;
    }
}
