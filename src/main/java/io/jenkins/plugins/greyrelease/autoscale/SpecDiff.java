package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two autoscalers' specs, a line for each field. */
public final class SpecDiff {
    private SpecDiff() {}

    /**
     * Lines such as {@code maxReplicas: 10 -> 20}; a field that was not there is {@code (none)}. None if the specs are
     * equal.
     *
     * @param before null for none
     */
    public static List<String> lines(HorizontalPodAutoscaler before, HorizontalPodAutoscaler after) {
        Map<String, String> was = before == null ? Map.of() : flat(before);
        Map<String, String> is = flat(after);
        TreeSet<String> names = new TreeSet<>(was.keySet());
        names.addAll(is.keySet());
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String old = was.getOrDefault(name, "(none)");
            String now = is.getOrDefault(name, "(none)");
            if (!old.equals(now)) {
                lines.add(before == null ? name + ": " + now : name + ": " + old + " -> " + now);
            }
        }
        return lines;
    }

    private static Map<String, String> flat(HorizontalPodAutoscaler hpa) {
        Map<String, String> fields = new TreeMap<>();
        collect("", Json.tree(hpa.getSpec()), fields);
        return fields;
    }

    private static void collect(String path, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            Iterator<Map.Entry<String, JsonNode>> members = node.fields();
            while (members.hasNext()) {
                Map.Entry<String, JsonNode> each = members.next();
                collect(path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue(), fields);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + "[" + i + "]", node.get(i), fields);
            }
        } else if (!node.isNull()) {
            fields.put(path, node.asText());
        }
    }
}
