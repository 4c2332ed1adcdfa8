package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * Whether two pod templates are the same, as Kubernetes' deployment controller sees it (EqualIgnoreHash in
 * deployment_util.go): the label {@code pod-template-hash} aside, absent and empty lists and maps alike, quantities by
 * their value.
 */
final class TemplateHash {
    /** The label that the deployment controller adds to ReplicaSets and pods. */
    static final String POD_TEMPLATE_HASH = "pod-template-hash";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> QUANTITIES = Set.of("limits", "requests", "overhead", "capacity");
    private static final Set<String> SINGLE_QUANTITIES = Set.of("sizeLimit", "divisor");

    /**
     * Every look at a cluster compares the same few templates; writing one out costs a hundred times what hashing it
     * does. Weak: an entry goes with its template. Templates are never changed in place.
     */
    private static final Map<PodTemplateSpec, Canonical> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private record Canonical(String text, String hash) {}

    private TemplateHash() {}

    /** First 16 hex digits of the SHA-256 of the template's canonical form; fit for a label value. */
    static String of(PodTemplateSpec template) {
        return known(template).hash();
    }

    /** Whether both make the same pods. */
    static boolean same(PodTemplateSpec one, PodTemplateSpec other) {
        return one == other || known(one).text().equals(known(other).text());
    }

    /** Taken from what was worked out for an equal template before; two threads may both work it out. */
    private static Canonical known(PodTemplateSpec template) {
        Canonical known = KNOWN.get(template);
        if (known == null) {
            String text = canonical(template).toString();
            known = new Canonical(text, sha256(text));
            KNOWN.put(template, known);
        }
        return known;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** The template without the label that the deployment controller added. */
    static PodTemplateSpec withoutHash(PodTemplateSpec template) {
        if (template.getMetadata() == null || template.getMetadata().getLabels() == null) {
            return template;
        }
        return new PodTemplateSpecBuilder(template)
                .editMetadata()
                .removeFromLabels(POD_TEMPLATE_HASH)
                .endMetadata()
                .build();
    }

    private static JsonNode canonical(PodTemplateSpec template) {
        return canonical(JSON.valueToTree(withoutHash(template)), "");
    }

    private static JsonNode canonical(JsonNode node, String name) {
        if (node.isObject()) {
            ObjectNode sorted = JsonNodeFactory.instance.objectNode();
            fields(node).forEach((key, value) -> {
                if (!value.isNull()) {
                    sorted.set(key, isQuantity(name, key) ? quantity(value) : canonical(value, key));
                }
            });
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> array.add(canonical(each, "")));
            return array;
        }
        return node;
    }

    private static Map<String, JsonNode> fields(JsonNode node) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.fields().forEachRemaining(field -> sorted.put(field.getKey(), field.getValue()));
        return sorted;
    }

    private static boolean isQuantity(String parent, String key) {
        return QUANTITIES.contains(parent) || SINGLE_QUANTITIES.contains(key);
    }

    private static JsonNode quantity(JsonNode value) {
        if (!value.isTextual()) {
            return canonical(value, "");
        }
        try {
            return JsonNodeFactory.instance.textNode(Quantity.getAmountInBytes(new Quantity(value.asText()))
                    .stripTrailingZeros()
                    .toPlainString());
        } catch (IllegalArgumentException e) {
            // Not a quantity after all, such as an annotation of that name: compared as it stands.
            return value;
        }
    }
}
