package io.jenkins.plugins.greyrelease.sonar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a webhook of SonarQube says, as far as anybody here listens to it.
 *
 * @param project key of the project
 * @param task id of the task that has ended; empty: something else has changed the gate
 * @param at when it was sent, by the server's clock
 */
record Delivery(String project, Optional<String> task, Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As SonarQube writes them: {@code 2026-11-18T10:46:28+0100}. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXX");

    /** Reads a body; empty if it is none of SonarQube's. */
    static Optional<Delivery> read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            String project = json.path("project").path("key").asText("");
            // The time of an analysis may be set to any day by who analyses (sonar.projectDate)
            String time = json.path("changedAt").asText(json.path("analysedAt").asText(""));
            return project.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Delivery(
                            project,
                            Optional.of(json.path("taskId").asText("")).filter(id -> !id.isEmpty()),
                            OffsetDateTime.parse(time, TIME).toInstant()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it may be news of this analysis. */
    boolean concerns(Analysis analysis) {
        return analysis.task().isPresent() && task.isPresent()
                ? analysis.task().equals(task)
                : analysis.project().isEmpty() || analysis.project().equals(project);
    }
}
