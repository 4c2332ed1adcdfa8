package io.jenkins.plugins.greyrelease.kube.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A server that says what it is told to, and a client in front of it. */
final class ScriptedServer implements AutoCloseable {
    /** One answer. */
    interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    /** What came. */
    record Request(String line, String authorization, String agent, String contentType, String body) {}

    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    final LiveScheduler scheduler = new LiveScheduler(1, errors::add);
    final KubernetesFleet fleet;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** @param token asked for each login */
    ScriptedServer(Supplier<String> token) {
        this(token, Line.PATIENCE);
    }

    /** @param patience how long the client waits for an answer */
    ScriptedServer(Supplier<String> token, Duration patience) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        fleet = new KubernetesFleet(
                FleetSpec.simulated(List.of("gd9-a")),
                cluster -> new Login.Token(url(), Optional.empty(), token.get()),
                scheduler,
                patience);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Cluster cluster() {
        return fleet.fleet().members().get(0).cluster();
    }

    ScriptedServer then(int code, String body) {
        return then(exchange -> send(exchange, code, "application/json", body));
    }

    ScriptedServer then(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** The last request that came. */
    Request last() {
        return requests.stream().reduce((a, b) -> b).orElseThrow();
    }

    static void send(HttpExchange exchange, int code, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static String status(int code, String reason, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"" + message
                + "\",\"reason\":\"" + reason + "\",\"code\":" + code + "}";
    }

    static String configMap(String name) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"shop\",\"resourceVersion\":\"7\",\"managedFields\":[{\"manager\":\"x\"}]}}";
    }

    static <T> T get(CompletableFuture<T> call) {
        try {
            return call.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KubeException refusal) {
                throw refusal;
            }
            throw new AssertionError("it failed in another way", e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static KubeException refusal(CompletableFuture<?> call) {
        try {
            Object answer = get(call);
            throw new AssertionError("it answered " + answer);
        } catch (KubeException e) {
            return e;
        }
    }

    @Override
    public void close() {
        fleet.close();
        scheduler.close();
        server.stop(0);
        threads.shutdownNow();
        if (!errors.isEmpty()) {
            throw new AssertionError("mistakes on the scheduler's threads: " + errors);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        requests.add(new Request(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                headers.getFirst("Authorization"),
                headers.getFirst("User-Agent"),
                headers.getFirst("Content-Type"),
                body));
        Answer answer = answers.poll();
        if (answer == null) {
            exchange.close();
        } else {
            answer.give(exchange);
        }
    }
}
