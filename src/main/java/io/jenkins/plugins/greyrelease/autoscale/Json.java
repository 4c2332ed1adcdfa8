package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;

/** JSON trees, and the merge patch (RFC 7386) that leads from one to another. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object as a tree; null stays null. */
    static JsonNode tree(Object value) {
        return value == null ? null : MAPPER.valueToTree(value);
    }

    /** The tree as an object; null for a tree that is missing. Fails if the tree does not fit the type. */
    static <T> T value(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return tree.isMissingNode() ? null : MAPPER.treeToValue(tree, type);
    }

    static JsonNode parse(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    /**
     * The merge patch from {@code from} to {@code to}: members that went are null, members that stayed are left out.
     * {@code {a:1,b:{c:2,d:3}}} to {@code {b:{c:2,e:4}}} gives {@code {a:null,b:{d:null,e:4}}}.
     */
    static ObjectNode mergePatch(JsonNode from, JsonNode to) {
        ObjectNode patch = object();
        TreeSet<String> names = new TreeSet<>();
        from.fieldNames().forEachRemaining(names::add);
        to.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode before = from.get(name);
            JsonNode after = to.get(name);
            if (after == null) {
                patch.putNull(name);
            } else if (before != null && before.isObject() && after.isObject()) {
                ObjectNode inner = mergePatch(before, after);
                if (!inner.isEmpty()) {
                    patch.set(name, inner);
                }
            } else if (!after.equals(before)) {
                patch.set(name, after);
            }
        }
        return patch;
    }

    /** SHA-256, in hex, of the tree with its members in order, 16 characters of it: enough to tell an edit. */
    static String fingerprint(JsonNode tree) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(sorted(tree).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode result = object();
            TreeSet<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> result.set(name, sorted(node.get(name))));
            return result;
        }
        if (node.isArray()) {
            var result = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> result.add(sorted(each)));
            return result;
        }
        return node;
    }

    /** A copy of {@code node} without the members named. */
    static ObjectNode without(JsonNode node, String... names) {
        ObjectNode copy = object();
        Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> each = fields.next();
            copy.set(each.getKey(), each.getValue());
        }
        for (String name : names) {
            copy.remove(name);
        }
        return copy;
    }
}
