package io.jenkins.plugins.greyrelease.approval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The record of an approval as JSON: to keep, to read again, and for others to read. */
public final class ApprovalJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApprovalJson() {}

    /** One line of JSON. */
    public static String write(Approval approval) {
        return tree(approval).toString();
    }

    /** As {@link #write}, to be part of something bigger. */
    public static ObjectNode tree(Approval approval) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", approval.id());
        node.put("message", approval.message());
        node.put("asked", approval.asked().toString());
        approval.deadline().ifPresent(end -> node.put("deadline", end.toString()));
        rules(node.putObject("rules"), approval.rules());
        ballot(node.putObject("ballot"), approval.ballot());
        ObjectNode shown = node.putObject("shown");
        approval.shown().forEach((place, since) -> shown.put(place, since.toString()));
        var votes = node.putArray("votes");
        approval.casts().forEach(cast -> cast(votes.addObject(), cast));
        var notes = node.putArray("notes");
        approval.notes()
                .forEach(note ->
                        notes.addObject().put("at", note.at().toString()).put("text", note.text()));
        outcome(node.putObject("outcome"), approval);
        return node;
    }

    /** A vote by itself, with what it was about: what the record in a cluster keeps. */
    public static ObjectNode vote(Vote vote) {
        ObjectNode node = JSON.createObjectNode();
        vote(node, vote);
        return node;
    }

    private static void rules(ObjectNode node, Rules rules) {
        rules.approvers().forEach(node.putArray("approvers")::add);
        node.put("quorum", rules.quorum());
        node.put("separateDuties", rules.separateDuties());
        node.put("commentNeeded", rules.commentNeeded());
        ObjectNode delegates = node.putObject("delegates");
        rules.delegates().forEach(delegates::put);
        rules.window().ifPresent(window -> node.putObject("window")
                .put("rule", window.rule())
                .put("length", Durations.shown(window.length()))
                .put("zone", window.zone().getId()));
    }

    private static void ballot(ObjectNode node, Ballot ballot) {
        ballot.parts().forEach(node::put);
    }

    private static void cast(ObjectNode node, Cast cast) {
        vote(node, cast.vote());
        cast.refused().ifPresent(why -> node.put("refused", why));
    }

    private static void vote(ObjectNode node, Vote vote) {
        node.put("person", vote.person());
        node.put("yes", vote.yes());
        node.put("at", vote.at().toString());
        node.put("comment", vote.comment());
        node.put("from", vote.from());
        ballot(node.putObject("ballot"), vote.ballot());
    }

    private static void outcome(ObjectNode node, Approval approval) {
        Outcome outcome = approval.outcome();
        node.put("name", outcome.name());
        node.put("text", approval.words());
        if (outcome instanceof Outcome.Approved approved) {
            approved.by().forEach(node.putArray("by")::add);
        } else if (outcome instanceof Outcome.Rejected rejected) {
            vote(node.putObject("vote"), rejected.by());
        } else if (outcome instanceof Outcome.TimedOut out) {
            node.put("yes", out.yes()).put("quorum", out.quorum());
        } else if (outcome instanceof Outcome.Withdrawn withdrawn) {
            node.put("why", withdrawn.why());
        } else {
            Outcome.Open open = (Outcome.Open) outcome;
            node.put("yes", open.yes()).put("quorum", open.quorum());
            open.opens().ifPresent(when -> node.put("opens", when.toString()));
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Approval read(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            Map<String, Instant> shown = new LinkedHashMap<>();
            node.path("shown")
                    .properties()
                    .forEach(each -> shown.put(
                            each.getKey(), Instant.parse(each.getValue().asText())));
            List<Cast> casts = new ArrayList<>();
            node.path("votes").forEach(each -> casts.add(new Cast(readVote(each), text(each, "refused"))));
            List<Approval.Note> notes = new ArrayList<>();
            node.path("notes")
                    .forEach(each -> notes.add(new Approval.Note(
                            time(each, "at"), each.path("text").asText())));
            return new Approval(
                    node.path("id").asText(),
                    node.path("message").asText(),
                    readRules(node.path("rules")),
                    readBallot(node.path("ballot")),
                    time(node, "asked"),
                    text(node, "deadline").map(Instant::parse),
                    shown,
                    casts,
                    notes,
                    readOutcome(node.path("outcome")));
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("this is no record of an approval: " + e.getMessage(), e);
        }
    }

    private static Rules readRules(JsonNode node) {
        var delegates = new LinkedHashMap<String, String>();
        node.path("delegates")
                .properties()
                .forEach(each -> delegates.put(each.getKey(), each.getValue().asText()));
        JsonNode window = node.path("window");
        return new Rules(
                texts(node.path("approvers")),
                node.path("quorum").asInt(),
                node.path("separateDuties").asBoolean(),
                delegates,
                node.path("commentNeeded").asBoolean(),
                window.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(Window.of(
                                window.path("rule").asText(),
                                Durations.parse(window.path("length").asText()),
                                window.path("zone").asText())));
    }

    private static Ballot readBallot(JsonNode node) {
        return new Ballot(
                node.path("release").asText(),
                node.path("app").asText(),
                node.path("plan").asText(),
                node.path("image").asText(),
                node.path("batch").asText(),
                node.path("cluster").asText());
    }

    private static Vote readVote(JsonNode node) {
        return new Vote(
                node.path("person").asText(),
                node.path("yes").asBoolean(),
                time(node, "at"),
                node.path("comment").asText(),
                node.path("from").asText(),
                readBallot(node.path("ballot")));
    }

    private static Outcome readOutcome(JsonNode node) {
        int yes = node.path("yes").asInt();
        int quorum = node.path("quorum").asInt();
        String name = node.path("name").asText();
        return switch (name) {
            case "approved" -> new Outcome.Approved(texts(node.path("by")));
            case "rejected" -> new Outcome.Rejected(readVote(node.path("vote")));
            case "timed-out" -> new Outcome.TimedOut(yes, quorum);
            case "withdrawn" -> new Outcome.Withdrawn(node.path("why").asText());
            case "open" -> new Outcome.Open(yes, quorum, text(node, "opens").map(Instant::parse));
            default -> throw new IllegalArgumentException("an approval's outcome cannot be '" + name + "'");
        };
    }

    private static List<String> texts(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Instant time(JsonNode node, String key) {
        return Instant.parse(node.path(key).asText());
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
    }
}
