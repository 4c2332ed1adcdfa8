package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replication policy of a stand-in.
 *
 * @param name shown to people
 * @param enabled whether it can be started
 * @param from null: the Harbor whose policy it is
 * @param to null: the Harbor whose policy it is
 * @param namespace where repositories go, in place of their own; empty: where they are
 * @param filters type ({@code name}, {@code tag}) to pattern; none: everything
 */
public record ReplicationPolicy(
        String name,
        boolean enabled,
        StandInRegistry from,
        StandInRegistry to,
        String namespace,
        Map<String, String> filters) {

    public ReplicationPolicy {
        filters = new TreeMap<>(filters);
    }

    /** One that pushes some repositories, such as {@code shop/**}, to another registry. */
    public static ReplicationPolicy push(String name, StandInRegistry to, String repositories) {
        return new ReplicationPolicy(name, true, null, to, "", Map.of("name", repositories));
    }

    /** One that pulls some repositories from another registry. */
    public static ReplicationPolicy pull(String name, StandInRegistry from, String repositories) {
        return new ReplicationPolicy(name, true, from, null, "", Map.of("name", repositories));
    }

    /** Harbor's words for it. */
    ObjectNode json(long id) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("name", name).put("enabled", enabled);
        json.set("src_registry", end(from));
        json.set("dest_registry", end(to));
        json.put("dest_namespace", namespace).put("dest_namespace_replace_count", -1);
        json.putObject("trigger").put("type", "manual");
        ArrayNode list = json.putArray("filters");
        filters.forEach((type, value) -> list.addObject().put("type", type).put("value", value));
        return json;
    }

    private static ObjectNode end(StandInRegistry registry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return registry == null
                ? json.put("id", 0)
                        .put("name", "Local")
                        .put("url", "http://core:8080")
                        .put("type", "harbor")
                : json.put("id", 1 + Math.abs(registry.name().hashCode() % 1000))
                        .put("name", registry.name())
                        .put("url", registry.url())
                        .put("type", "harbor");
    }
}
