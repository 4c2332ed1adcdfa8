package io.jenkins.plugins.greyrelease.autoscale.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.autoscale.Reading;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks Prometheus servers. One client for all; what goes wrong is a reading that failed, with what came back. */
final class Prometheus implements Queries {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SHOWN = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpClient client;

    @Override
    public CompletableFuture<Reading> read(AutoscaledApp app, Gauge.Query gauge) {
        return read(gauge);
    }

    /** The sum of all series that the query answers with. */
    CompletableFuture<Reading> read(Gauge.Query gauge) {
        URI uri = URI.create(
                gauge.server() + "/api/v1/query?query=" + URLEncoder.encode(gauge.query(), StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        return client().sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) ->
                        failure == null ? answered(gauge, response) : failed(gauge, "no answer: " + words(failure)));
    }

    /** Made when the first query is asked: it has threads of its own. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        }
        return client;
    }

    private static Reading answered(Gauge.Query gauge, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return failed(gauge, response.statusCode() + " " + cut(response.body()));
        }
        return parsed(gauge, response.body());
    }

    /**
     * Reads an answer.
     *
     * <p>Example: a vector of two series, 120 and 80, with a target of 50 for each pod: 4 pods.
     */
    static Reading parsed(Gauge.Query gauge, String body) {
        try {
            JsonNode data = JSON.readTree(body).path("data");
            JsonNode result = data.path("result");
            boolean scalar = "scalar".equals(data.path("resultType").asText());
            if (!scalar && !"vector".equals(data.path("resultType").asText())) {
                return failed(gauge, "the answer is neither a vector nor a scalar: " + cut(body));
            }
            if (result.isEmpty()) {
                return failed(gauge, "the query finds no series");
            }
            double sum = 0;
            if (scalar) {
                sum = Double.parseDouble(result.path(1).asText());
            } else {
                for (JsonNode series : result) {
                    sum += Double.parseDouble(series.path("value").path(1).asText());
                }
            }
            return sum >= 0 && !Double.isInfinite(sum)
                    ? Reading.whole(gauge.name(), gauge.target(), sum)
                    : failed(gauge, "the answer is " + sum);
        } catch (JsonProcessingException | NumberFormatException e) {
            return failed(gauge, "the answer cannot be read: " + cut(body));
        }
    }

    private static Reading failed(Gauge.Query gauge, String why) {
        return new Reading.Failed(gauge.name(), gauge.server() + ": " + why);
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
