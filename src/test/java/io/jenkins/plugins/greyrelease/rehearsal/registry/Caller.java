package io.jenkins.plugins.greyrelease.rehearsal.registry;

import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sends single requests to one stand-in in virtual time and waits for each. */
final class Caller {
    private final VirtualTime time;
    private final HttpClient client;
    private final String url;
    private String authorization;

    Caller(VirtualTime time, RegistryNet net, StandInRegistry registry) {
        this.time = time;
        this.client = net.client("test");
        this.url = registry.url();
    }

    Caller basic(String name, String secret) {
        byte[] both = (name + ":" + secret).getBytes(StandardCharsets.UTF_8);
        authorization = "Basic " + Base64.getEncoder().encodeToString(both);
        return this;
    }

    Caller bearer(String token) {
        authorization = "Bearer " + token;
        return this;
    }

    Caller nobody() {
        authorization = null;
        return this;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        URI uri = URI.create(path.startsWith("http") ? path : url + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return await(client.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    /** @throws CompletionException as the future does */
    <T> T await(CompletableFuture<T> future) {
        if (!time.runUntil(future::isDone, time.elapsed().plus(Duration.ofHours(9)))) {
            throw new AssertionError("no answer comes");
        }
        return future.join();
    }
}
