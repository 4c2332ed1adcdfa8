package io.jenkins.plugins.greyrelease.jira;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts as a Jira writes them: strings in Data Center, documents in Cloud (Atlassian Document Format), of which only
 * paragraphs of plain text are used.
 */
final class Texts {
    private Texts() {}

    /** Lines as a body to send. An empty document paragraph has no content: Jira refuses empty texts. */
    static Object body(List<String> lines, boolean cloud) {
        if (!cloud) {
            return String.join("\n", lines);
        }
        List<Object> paragraphs = new ArrayList<>();
        for (String line : lines) {
            List<Object> content = line.isEmpty() ? List.of() : List.of(node("text", "text", line));
            paragraphs.add(node("paragraph", "content", content));
        }
        Map<String, Object> document = node("doc", "content", paragraphs);
        document.put("version", 1);
        return document;
    }

    private static Map<String, Object> node(String type, String key, Object value) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("type", type);
        node.put(key, value);
        return node;
    }

    /** The lines of a body that was read, of either kind. */
    static List<String> lines(Object body) {
        if (body instanceof String text) {
            return List.of(text.split("\\R", -1));
        }
        List<String> lines = new ArrayList<>();
        if (body instanceof Map<?, ?> document && document.get("content") instanceof Collection<?> blocks) {
            blocks.forEach(block -> {
                StringBuilder line = new StringBuilder();
                collect(block, line);
                lines.add(line.toString());
            });
        }
        return lines;
    }

    private static void collect(Object node, StringBuilder line) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("text") instanceof String text) {
                line.append(text);
            }
            collect(map.get("content"), line);
        } else if (node instanceof Collection<?> many) {
            many.forEach(each -> collect(each, line));
        }
    }
}
