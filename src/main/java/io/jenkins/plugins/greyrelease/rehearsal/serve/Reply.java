package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The answer to one request. Writing may block. */
final class Reply {
    private static final String JSON = "application/json";

    private final HttpExchange exchange;

    Reply(HttpExchange exchange) {
        this.exchange = exchange;
    }

    /** An object, and that is all. */
    void send(int code, JsonNode body) throws IOException {
        byte[] bytes = Texts.bytes(body);
        exchange.getResponseHeaders().set("Content-Type", JSON);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** A refusal; where the network is rehearsed to have failed, no answer at all. */
    void refuse(KubeException failure) throws IOException {
        if (failure.status() == 0) {
            exchange.close();
            return;
        }
        failure.retryAfter().map(Duration::toSeconds).ifPresent(seconds -> exchange.getResponseHeaders()
                .set("Retry-After", seconds.toString()));
        send(failure.status(), Texts.failure(failure));
    }

    /** Begins an answer of many lines. */
    void begin() throws IOException {
        exchange.getResponseHeaders().set("Content-Type", JSON);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
    }

    /** One line of it. */
    void line(JsonNode event) throws IOException {
        exchange.getResponseBody().write(Texts.bytes(event));
        exchange.getResponseBody().write('\n');
        exchange.getResponseBody().flush();
    }

    /** Some text of it. */
    void text(String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    /** Ends the answer and, if nothing was sent, the connection. */
    void end() {
        exchange.close();
    }
}
