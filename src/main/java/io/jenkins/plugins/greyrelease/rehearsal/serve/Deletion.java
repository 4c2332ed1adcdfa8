package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import java.util.Optional;

/** How a delete is wanted. */
final class Deletion {
    private Deletion() {}

    /**
     * Reads {@code DeleteOptions}.
     *
     * @throws IllegalArgumentException if the policy is not known
     */
    static DeleteOptions options(JsonNode given) {
        JsonNode preconditions = given.path("preconditions");
        Optional<Integer> grace = Optional.of(given.path("gracePeriodSeconds"))
                .filter(JsonNode::isInt)
                .map(JsonNode::intValue);
        return new DeleteOptions(
                propagation(given.path("propagationPolicy").asText("Background")),
                text(preconditions.path("uid")),
                text(preconditions.path("resourceVersion")),
                grace);
    }

    private static Propagation propagation(String policy) {
        return switch (policy) {
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default -> throw new IllegalArgumentException("propagationPolicy: '" + policy + "' is not known");
        };
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
