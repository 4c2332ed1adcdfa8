package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What two versions of a pod template differ in, for people. Items of lists are told apart by their names, so that a
 * container that was added before others changes none of them.
 *
 * <p>Values are shown of images and resources only: of everything else, which may hold secrets, only that it changed.
 *
 * <p>Example: {@code spec.containers.cart.image: shop/cart:1 → shop/cart:2}, {@code spec.containers.cart.env.DB_URL:
 * changed}.
 */
final class TemplateChanges {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SHOWN = Pattern.compile(".*\\.(image|resources\\..*)");

    private TemplateChanges() {}

    /** As the first of these clusters tells that knows both versions; empty: none does. */
    static List<String> of(Collection<Place> places) {
        return places.stream()
                .filter(place -> place.old().isPresent() && place.fresh().isPresent())
                .findFirst()
                .map(place -> of(place.old().get(), place.fresh().get()))
                .orElse(List.of());
    }

    /** A line for each part that differs, in the order of their names. */
    static List<String> of(PodTemplateSpec before, PodTemplateSpec after) {
        List<String> lines = new ArrayList<>();
        compare("", JSON.valueToTree(before), JSON.valueToTree(after), lines);
        return lines;
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> lines) {
        if (before.equals(after)) {
            return;
        }
        boolean leaf = before.isValueNode() || after.isValueNode() || path.matches(".*\\.env\\.[^.]+");
        if (leaf || before.isMissingNode() && !path.isEmpty() || after.isMissingNode() && !path.isEmpty()) {
            lines.add(path + ": " + how(path, before, after));
            return;
        }
        Map<String, JsonNode> old = parts(before);
        Map<String, JsonNode> fresh = parts(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        for (String name : names) {
            compare(
                    path.isEmpty() ? name : path + "." + name,
                    old.getOrDefault(name, JSON.missingNode()),
                    fresh.getOrDefault(name, JSON.missingNode()),
                    lines);
        }
    }

    private static String how(String path, JsonNode before, JsonNode after) {
        if (before.isMissingNode()) {
            return "added";
        } else if (after.isMissingNode()) {
            return "removed";
        }
        return SHOWN.matcher(path).matches() && before.isValueNode() && after.isValueNode()
                ? before.asText() + " → " + after.asText()
                : "changed";
    }

    private static Map<String, JsonNode> parts(JsonNode node) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (node.isArray()) {
            int index = 0;
            for (JsonNode each : node) {
                parts.put(each.path("name").asText(Integer.toString(index)), each);
                index++;
            }
        } else {
            node.properties().forEach(each -> parts.put(each.getKey(), each.getValue()));
        }
        return parts;
    }
}
