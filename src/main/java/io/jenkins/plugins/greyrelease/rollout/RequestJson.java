package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a release was asked for, as its record keeps it, so that somebody else can go on with it. It is believed only
 * where its plan hash is the one that the Deployment's label has: no decision rests on the record alone. Of a manifest
 * only the hash is kept.
 */
final class RequestJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestJson() {}

    /**
     * What the record is to keep.
     *
     * @param plan value of {@link Labels#PLAN}
     * @return empty for a release that only takes another back: it does not know what that was asked for
     */
    static Optional<String> of(ReleaseSpec spec, String plan) {
        return plan.equals(Requests.label(Requests.of(spec).hash())) ? Optional.of(write(spec)) : Optional.empty();
    }

    /** One line of JSON. */
    static String write(ReleaseSpec spec) {
        ObjectNode node = JSON.createObjectNode();
        node.put("app", spec.app());
        node.put("namespace", spec.namespace());
        change(node.putObject("change"), spec.change());
        ArrayNode clusters = node.putArray("clusters");
        spec.clusters().forEach(clusters::add);
        ArrayNode batches = node.putArray("batches");
        spec.batches().forEach(size -> batches.add(size.toString()));
        node.put("spread", spec.spread().name());
        node.put("maxParallel", spec.maxParallel());
        node.put("strict", spec.strict());
        node.put("capacity", spec.capacity().name());
        spec.maxSurge().ifPresent(amount -> node.put("maxSurge", amount));
        node.put("maxUnavailable", spec.maxUnavailable());
        spec.minReady().ifPresent(time -> node.put("minReady", time.toString()));
        node.put("progressDeadline", spec.progressDeadline().toString());
        node.put("soak", spec.soak().toString());
        node.put("onFailure", spec.onFailure().name());
        node.put("onAbort", spec.onAbort().name());
        node.put("maxFailedClusters", spec.maxFailedClusters());
        node.put("gitopsHandled", spec.gitopsHandled());
        return node.toString();
    }

    private static void change(ObjectNode node, Change change) {
        if (change instanceof Change.Image image) {
            node.put("image", image.image());
            image.container().ifPresent(name -> node.put("container", name));
        } else if (change instanceof Change.Earlier earlier) {
            node.put("earlier", earlier.to().orElse(""));
        } else {
            node.put("manifest", Requests.change(change));
        }
    }

    /**
     * Reads what {@link #write} wrote; empty if somebody spoiled it, or where the new version was a manifest.
     *
     * @param plan value of {@link Labels#PLAN}, which the request must have
     */
    static Optional<ReleaseSpec> read(String text, String plan) {
        try {
            JsonNode node = JSON.readTree(text);
            return change(node.path("change"))
                    .map(change -> spec(node, change))
                    .filter(spec -> Requests.label(Requests.of(spec).hash()).equals(plan));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            // somebody else's words: as if there were none
            return Optional.empty();
        }
    }

    private static Optional<Change> change(JsonNode node) {
        if (node.has("image")) {
            return Optional.of(
                    new Change.Image(text(node, "container"), node.path("image").asText()));
        }
        return text(node, "earlier")
                .map(to -> new Change.Earlier(Optional.of(to).filter(t -> !t.isEmpty())));
    }

    private static ReleaseSpec spec(JsonNode node, Change change) {
        List<BatchSize> batches = new ArrayList<>();
        node.path("batches").forEach(size -> batches.add(BatchSize.parse(size.asText())));
        return new ReleaseSpec(
                node.path("app").asText(),
                node.path("namespace").asText(),
                change,
                StreamSupport.stream(node.path("clusters").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                batches,
                Spread.valueOf(node.path("spread").asText()),
                node.path("maxParallel").asInt(),
                node.path("strict").asBoolean(),
                Capacity.valueOf(node.path("capacity").asText()),
                text(node, "maxSurge"),
                node.path("maxUnavailable").asText(),
                text(node, "minReady").map(Duration::parse),
                Duration.parse(node.path("progressDeadline").asText()),
                Duration.parse(node.path("soak").asText()),
                OnFailure.valueOf(node.path("onFailure").asText()),
                OnFailure.valueOf(node.path("onAbort").asText()),
                node.path("maxFailedClusters").asInt(),
                node.path("gitopsHandled").asBoolean());
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
    }
}
