package io.jenkins.plugins.greyrelease.rehearsal.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Jira, as far as change tickets ask it: Cloud or Data Center, with a workflow of a few statuses in which each may follow
 * the one before it.
 *
 * <p>Thread-safe.
 */
public final class StandInJira {
    /** Whom the plugin logs in as. */
    private static final String OWN = "robot";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final boolean cloud;
    private final Scheduler time;
    private final Map<String, StandInTicket> issues = new LinkedHashMap<>();
    /** From keys that once were. */
    private final Map<String, String> moved = new LinkedHashMap<>();

    private final List<String> required = new ArrayList<>();
    private Optional<String> all = Optional.empty();
    private boolean obliging;
    private Duration ahead = Duration.ZERO;
    private boolean down;
    private int tooMany;
    private int writes;

    /**
     * @param cloud whether it is Atlassian's own
     * @param time its clock
     */
    public StandInJira(boolean cloud, Scheduler time) {
        this.cloud = cloud;
        this.time = time;
    }

    /** It has every ticket that it is asked for, each of them approved. */
    public synchronized StandInJira obliging() {
        obliging = true;
        return this;
    }

    /** A ticket; one that is there gets this status. */
    public synchronized StandInJira has(String key, String status) {
        issues.computeIfAbsent(key, name -> new StandInTicket(name, status)).status(status);
        return this;
    }

    /** Deletes a ticket. */
    public synchronized void delete(String key) {
        issues.remove(key);
    }

    /** Moves a ticket: from now on it has another key, and the old one leads to it. */
    public synchronized void move(String from, String to) {
        issues.put(to, issues.remove(from).renamed(to));
        moved.put(from, to);
    }

    /**
     * Somebody brings a ticket to a status; where it has that, they move it away first.
     *
     * @param who logs in as that; the e-mail address is {@code who@corp.example}
     */
    public synchronized void moves(String key, String who, String status) {
        StandInTicket issue = issue(key).orElseThrow(() -> new IllegalArgumentException("there is no ticket " + key));
        if (issue.status().equals(status)) {
            issue.moves(user(who), "Open", now());
        }
        issue.moves(user(who), status, now());
    }

    /** How far its clock is ahead of that of the machine. */
    public synchronized void ahead(Duration by) {
        ahead = by;
    }

    private Instant now() {
        return time.now().plus(ahead);
    }

    /** Cloud keeps names for itself, Data Center has no account ids. */
    private ObjectNode user(String who) {
        ObjectNode user = object().put("displayName", who.toUpperCase(Locale.ROOT));
        user.put("emailAddress", who + "@corp.example");
        return cloud
                ? user.put("accountId", "id-of-" + who)
                : user.put("key", who).put("name", who);
    }

    /** A field that every new ticket must have. */
    public synchronized void require(String field) {
        required.add(field);
    }

    /** Whether it shows a page that it is in maintenance. */
    public synchronized void down(boolean is) {
        down = is;
    }

    /** What status every ticket has, whatever it was; empty: its own. */
    public synchronized void all(Optional<String> status) {
        all = status;
    }

    /** Refuses the next requests with 429 and 30 seconds to wait. */
    public synchronized void refuse(int times) {
        tooMany = times;
    }

    /** The comments of a ticket, as they were written. */
    public synchronized List<JsonNode> comments(String key) {
        return issues.get(key).comments();
    }

    /** How each ticket that has a comment stands, and what that says. */
    public synchronized List<String> words() {
        return issues.values().stream()
                .filter(each -> !each.comments().isEmpty())
                .map(StandInTicket::words)
                .toList();
    }

    /** The keys of all tickets. */
    public synchronized List<String> keys() {
        return List.copyOf(issues.keySet());
    }

    /** How many requests have changed anything. */
    public synchronized int writes() {
        return writes;
    }

    /** Answers one call. */
    public synchronized HttpReply handle(HttpCall call) {
        if (down) {
            byte[] page =
                    "<html><body><h1>Jira is down for maintenance</h1></body></html>".getBytes(StandardCharsets.UTF_8);
            return HttpReply.of(503, "text/html", page);
        }
        if (tooMany > 0) {
            tooMany--;
            return refusal(429, "Rate limit exceeded").with("Retry-After", "30");
        }
        String version = cloud ? "/rest/api/3/" : "/rest/api/2/";
        String path = call.path();
        if (path.endsWith("/serverInfo")) {
            return HttpReply.json(
                    200,
                    object().put("deploymentType", cloud ? "Cloud" : "Server").put("version", "10.3.2"));
        }
        if (!path.startsWith(version)) {
            return refusal(404, "no such page: " + path);
        }
        if (path.endsWith("/myself")) {
            return HttpReply.json(200, user(OWN));
        }
        String[] parts = path.substring(version.length()).split("/");
        if (parts[0].equals("search")) {
            return (parts.length == 2) == cloud
                    ? search(call.query().getOrDefault("jql", ""))
                    : refusal(410, "The requested API has been removed");
        }
        if (parts.length == 1) {
            return create(read(call));
        }
        return issue(parts[1])
                .map(issue -> issue(call, issue, parts))
                .orElseGet(() -> refusal(404, "Issue does not exist or you do not have permission to see it."));
    }

    private Optional<StandInTicket> issue(String key) {
        if (obliging && !issues.containsKey(key)) {
            has(key, "Approved");
        }
        Optional<StandInTicket> found = Optional.ofNullable(issues.get(moved.getOrDefault(key, key)));
        found.ifPresent(issue -> all.ifPresent(issue::status));
        return found;
    }

    private HttpReply issue(HttpCall call, StandInTicket issue, String[] parts) {
        String what = parts.length == 2 ? "" : parts[2];
        if (call.method().equals("GET")) {
            return HttpReply.json(
                    200,
                    switch (what) {
                        case "transitions" -> issue.transitions();
                        case "comment" -> issue.comments(call.query());
                        default -> issue.shown("changelog".equals(call.query().get("expand")), cloud);
                    });
        }
        writes++;
        if (what.equals("transitions")) {
            return issue.transition(read(call).path("transition").path("id").asText(), user(OWN), now());
        }
        return issue.comment(parts.length == 4 ? Optional.of(parts[3]) : Optional.empty(), read(call), now());
    }

    private HttpReply create(JsonNode sent) {
        JsonNode fields = sent.path("fields");
        ObjectNode errors = object();
        required.stream()
                .filter(name -> fields.path(name).isMissingNode())
                .forEach(name -> errors.put(name, name + " is required."));
        if (!errors.isEmpty()) {
            ObjectNode body = object();
            body.putArray("errorMessages");
            body.set("errors", errors);
            return HttpReply.json(400, body);
        }
        writes++;
        String key = fields.path("project").path("key").asText() + "-" + (issues.size() + 1);
        has(key, "Open");
        issues.get(key).label(fields.path("labels").path(0).asText());
        return HttpReply.json(201, object().put("id", "1").put("key", key));
    }

    private HttpReply search(String jql) {
        ObjectNode found = object();
        ArrayNode list = found.putArray("issues");
        issues.values().stream()
                .filter(issue -> !issue.label().isEmpty() && jql.contains("labels = \"" + issue.label() + "\""))
                .forEach(issue -> list.add(issue.shown()));
        return HttpReply.json(200, found);
    }

    static HttpReply refusal(int status, String words) {
        ObjectNode body = object();
        body.putArray("errorMessages").add(words);
        body.putObject("errors");
        return HttpReply.json(status, body);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode read(HttpCall call) {
        try {
            return MAPPER.readTree(call.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
