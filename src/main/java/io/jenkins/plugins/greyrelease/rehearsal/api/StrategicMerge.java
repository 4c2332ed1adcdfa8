package io.jenkins.plugins.greyrelease.rehearsal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch: like a merge patch, but known lists merge by a key of their elements. Understands
 * {@code $patch: delete|replace|merge}, {@code $deleteFromPrimitiveList/…} and {@code $retainKeys};
 * {@code $setElementOrder/…} is taken as a wish that the merged order already grants.
 */
final class StrategicMerge {

    /** The merge keys of the lists in the kinds that a release touches; a list may know a second one. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")),
            Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")),
            Map.entry("env", List.of("name")),
            Map.entry("ports", List.of("containerPort", "port")),
            Map.entry("volumes", List.of("name")),
            Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")),
            Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("hostAliases", List.of("ip")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey")),
            Map.entry("ownerReferences", List.of("uid")),
            Map.entry("conditions", List.of("type")));

    private static final Set<String> SETS = Set.of("finalizers");
    private static final String PATCH = "$patch";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private StrategicMerge() {}

    static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        if (patch.path(PATCH).asText().equals("replace")) {
            return clean(patch);
        }
        ObjectNode result = target;
        retain(result, patch);
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.startsWith(DELETE_FROM)) {
                deleteFrom(result.get(name.substring(DELETE_FROM.length())), value);
            } else if (!name.startsWith("$")) {
                set(result, name, value);
            }
        }
        return result;
    }

    private static void set(ObjectNode result, String name, JsonNode value) {
        JsonNode old = result.get(name);
        if (value.isNull() || value.path(PATCH).asText().equals("delete")) {
            result.remove(name);
        } else if (value instanceof ObjectNode object) {
            result.set(name, old instanceof ObjectNode into ? apply(into, object) : clean(object));
        } else if (value instanceof ArrayNode list) {
            result.set(name, list(name, old instanceof ArrayNode into ? into : null, list));
        } else {
            result.set(name, value);
        }
    }

    private static ArrayNode list(String name, ArrayNode old, ArrayNode patch) {
        if (SETS.contains(name)) {
            ArrayNode result = old == null ? JsonNodeFactory.instance.arrayNode() : old;
            patch.forEach(each -> {
                if (indexOf(result, each) < 0) {
                    result.add(each);
                }
            });
            return result;
        }
        String key = key(name, patch);
        if (key == null) {
            return patch;
        }
        ArrayNode result = old == null || replaces(patch) ? JsonNodeFactory.instance.arrayNode() : old;
        for (JsonNode each : patch) {
            if (!each.path(PATCH).asText().equals("replace")) {
                element(result, key, (ObjectNode) each);
            }
        }
        return result;
    }

    private static void element(ArrayNode result, String key, ObjectNode patch) {
        int index = -1;
        for (int i = 0; i < result.size() && index < 0; i++) {
            index = result.get(i).path(key).equals(patch.path(key)) ? i : -1;
        }
        boolean delete = patch.path(PATCH).asText().equals("delete");
        if (delete && index >= 0) {
            result.remove(index);
        } else if (index >= 0) {
            result.set(index, apply((ObjectNode) result.get(index), patch));
        } else if (!delete) {
            result.add(clean(patch));
        }
    }

    private static boolean replaces(ArrayNode patch) {
        for (JsonNode each : patch) {
            if (each.path(PATCH).asText().equals("replace")) {
                return true;
            }
        }
        return false;
    }

    /** The merge key that all elements of the patch have; null for a list that is replaced. */
    private static String key(String name, ArrayNode patch) {
        for (String key : KEYS.getOrDefault(name, List.of())) {
            boolean all = true;
            for (JsonNode each : patch) {
                all &= each.has(key) || each.path(PATCH).asText().equals("replace");
            }
            if (all) {
                return key;
            }
        }
        return null;
    }

    private static void retain(ObjectNode target, ObjectNode patch) {
        JsonNode keys = patch.get("$retainKeys");
        if (keys instanceof ArrayNode list) {
            Set<String> kept = new java.util.HashSet<>();
            list.forEach(key -> kept.add(key.asText()));
            target.retain(kept);
        }
    }

    private static void deleteFrom(JsonNode list, JsonNode values) {
        if (list instanceof ArrayNode array) {
            values.forEach(value -> {
                int index = indexOf(array, value);
                if (index >= 0) {
                    array.remove(index);
                }
            });
        }
    }

    private static int indexOf(ArrayNode list, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    /** A patch without a target is the value itself, without nulls and directives. */
    private static ObjectNode clean(ObjectNode patch) {
        ObjectNode fresh = JsonNodeFactory.instance.objectNode();
        ObjectNode body = patch.deepCopy();
        body.remove(PATCH);
        return apply(fresh, body);
    }
}
