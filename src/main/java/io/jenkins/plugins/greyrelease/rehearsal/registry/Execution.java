package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * One execution of a replication policy.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class Execution {
    final long id;
    final long policy;
    /** Repositories to the status of the task that copies them. */
    final Map<String, String> tasks = new TreeMap<>();

    String status = "InProgress";
    String text = "";

    Execution(long id, long policy) {
        this.id = id;
        this.policy = policy;
    }

    void all(String is) {
        status = is;
        tasks.replaceAll((repository, before) -> is);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("policy_id", policy).put("status", status).put("status_text", text);
        json.put("trigger", "manual").put("total", tasks.size());
        json.put("succeed", count("Succeed")).put("failed", count("Failed"));
        json.put("in_progress", count("InProgress")).put("stopped", count("Stopped"));
        return json;
    }

    private long count(String is) {
        return tasks.values().stream().filter(is::equals).count();
    }

    ArrayNode tasksJson() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        tasks.forEach((repository, is) -> json.addObject()
                .put("id", id * 100 + json.size() + 1)
                .put("execution_id", id)
                .put("status", is)
                .put("operation", "copy")
                .put("resource_type", "image")
                .put("src_resource", repository + " [1 item(s) in total]")
                .put("dst_resource", repository + " [1 item(s) in total]"));
        return json;
    }
}
