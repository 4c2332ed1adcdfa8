package io.jenkins.plugins.greyrelease.rehearsal.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A ticket of a {@link StandInJira}, whose lock guards it. */
final class StandInTicket {
    private static final List<String> WORKFLOW = List.of("Open", "Approved", "In Progress", "Done");
    private static final String UNDER_WAY = "In Progress";
    private static final String FAIL = "14";
    private static final String FAILED = "Failed";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

    private final String key;
    private String status;
    private String label = "";
    private final List<JsonNode> comments = new ArrayList<>();
    private final List<JsonNode> history = new ArrayList<>();

    StandInTicket(String key, String status) {
        this.key = key;
        this.status = status;
    }

    /** The same under another key. */
    StandInTicket renamed(String to) {
        StandInTicket renamed = new StandInTicket(to, status);
        renamed.label = label;
        renamed.comments.addAll(comments);
        renamed.history.addAll(history);
        return renamed;
    }

    void status(String now) {
        status = now;
    }

    /** The label that it was created with; empty: it was not created by a run. */
    String label() {
        return label;
    }

    void label(String with) {
        label = with;
    }

    /** Its status and what its comments say, for people. */
    String words() {
        return key + " is '" + status + "'; "
                + comments.stream()
                        .map(each -> each.path("body").asText().replace("\n", " / "))
                        .collect(Collectors.joining("; "));
    }

    List<JsonNode> comments() {
        return List.copyOf(comments);
    }

    /** Adds a comment, or changes the one with this id. */
    HttpReply comment(Optional<String> id, JsonNode sent, Instant now) {
        int index = id.map(Integer::parseInt).orElse(comments.size() + 1) - 1;
        ObjectNode comment =
                StandInJira.object().put("id", Integer.toString(index + 1)).put("updated", TIME.format(now));
        comment.set("body", sent.path("body"));
        if (index == comments.size()) {
            comments.add(comment);
            return HttpReply.json(201, comment);
        }
        comments.set(index, comment);
        return HttpReply.json(200, comment);
    }

    JsonNode comments(Map<String, String> query) {
        int from = Integer.parseInt(query.getOrDefault("startAt", "0"));
        int most = Integer.parseInt(query.getOrDefault("maxResults", "50"));
        ObjectNode page = StandInJira.object().put("startAt", from).put("total", comments.size());
        ArrayNode shown = page.putArray("comments");
        comments.stream().skip(from).limit(most).forEach(shown::add);
        return page;
    }

    /** Somebody brings it to another status. */
    void moves(ObjectNode by, String to, Instant now) {
        ObjectNode change = StandInJira.object()
                .put("id", Integer.toString(10_001 + history.size()))
                .put("created", TIME.format(now));
        change.set("author", by);
        change.putArray("items")
                .addObject()
                .put("field", "status")
                .put("fromString", status)
                .put("toString", to);
        history.add(change);
        status = to;
    }

    String status() {
        return status;
    }

    JsonNode shown(boolean withHistory, boolean newestFirst) {
        ObjectNode shown = shown();
        if (withHistory) {
            List<JsonNode> all = new ArrayList<>(history);
            if (newestFirst) {
                Collections.reverse(all);
            }
            shown.putObject("changelog").putArray("histories").addAll(all);
        }
        return shown;
    }

    ObjectNode shown() {
        ObjectNode shown =
                StandInJira.object().put("id", key.replaceAll("\\D", "")).put("key", key);
        ObjectNode now = shown.putObject("fields").putObject("status").put("name", status);
        now.putObject("statusCategory").put("key", List.of("Done", FAILED).contains(status) ? "done" : "indeterminate");
        return shown;
    }

    JsonNode transitions() {
        ObjectNode all = StandInJira.object();
        ArrayNode list = all.putArray("transitions");
        int next = WORKFLOW.indexOf(status) + 1;
        if (next < WORKFLOW.size()) {
            String to = WORKFLOW.get(next);
            list.addObject()
                    .put("id", Integer.toString(10 + next))
                    .put("name", "To " + to)
                    .putObject("to")
                    .put("name", to);
        }
        if (status.equals(UNDER_WAY)) {
            list.addObject().put("id", FAIL).put("name", "Fail").putObject("to").put("name", FAILED);
        }
        return all;
    }

    HttpReply transition(String id, ObjectNode by, Instant now) {
        if (id.equals(FAIL) && status.equals(UNDER_WAY)) {
            moves(by, FAILED, now);
            return HttpReply.of(204);
        }
        int next = WORKFLOW.indexOf(status) + 1;
        if (!id.equals(Integer.toString(10 + next))) {
            return StandInJira.refusal(
                    400, "It seems that you have tried to perform a workflow operation that is not valid.");
        }
        moves(by, WORKFLOW.get(next), now);
        return HttpReply.of(204);
    }
}
