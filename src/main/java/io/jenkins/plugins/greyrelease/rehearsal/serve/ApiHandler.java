package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The API of one simulated cluster. */
final class ApiHandler implements HttpHandler {
    private static final Duration LONGEST_WATCH = Duration.ofMinutes(30);

    private final Cluster cluster;
    private final Served served;
    private final String root;
    private final Set<EventFeed<?>> feeds = ConcurrentHashMap.newKeySet();
    private final Set<LogFeed> logs = ConcurrentHashMap.newKeySet();

    /**
     * What all clusters of a served fleet share.
     *
     * @param token that every request must bear
     * @param writing where answers are written
     */
    record Served(RealTime time, JsonNode version, String token, Executor writing) {
        @Override
        public String toString() {
            return "what all clusters share";
        }
    }

    /** @param root path before {@code /api} */
    ApiHandler(Cluster cluster, String root, Served served) {
        this.cluster = cluster;
        this.root = root;
        this.served = served;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Reply reply = new Reply(exchange);
        if (!mayEnter(exchange)) {
            reply.send(401, Texts.failure(401, "Unauthorized", "Unauthorized"));
            return;
        }
        String path = exchange.getRequestURI().getRawPath().substring(root.length());
        if (path.equals("/version")) {
            reply.send(200, served.version());
            return;
        }
        Optional<ApiPath> at = ApiPath.of(path);
        if (at.isEmpty()) {
            reply.send(404, Texts.failure(404, "NotFound", "the server could not find the requested resource"));
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        Query query = Query.of(exchange.getRequestURI());
        try {
            if (exchange.getRequestMethod().equals("GET") && query.flag("watch")) {
                watch(at.get().kind(), at.get().namespace(), query, reply);
            } else if (exchange.getRequestMethod().equals("GET")
                    && at.get().subresource().equals("log")) {
                log(at.get(), query, reply);
            } else {
                answer(call(exchange, at.get(), query, body), exchange.getRequestMethod(), reply);
            }
        } catch (IllegalArgumentException e) {
            reply.send(400, Texts.failure(400, "BadRequest", e.getMessage()));
        } catch (UnsupportedOperationException e) {
            reply.send(405, Texts.failure(405, "MethodNotAllowed", e.getMessage()));
        }
    }

    /** Ends all watches; called in the simulation. */
    void close() {
        feeds.forEach(EventFeed::end);
        logs.forEach(LogFeed::end);
    }

    private boolean mayEnter(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] wanted = ("Bearer " + served.token()).getBytes(StandardCharsets.UTF_8);
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted);
    }

    private <T extends HasMetadata> void watch(Kind<T> kind, String namespace, Query query, Reply reply) {
        var selector = Labels.parse(query.text("labelSelector"));
        Duration length = query.seconds("timeoutSeconds").orElse(LONGEST_WATCH);
        EventFeed<T> feed =
                new EventFeed<>(kind, reply, query.flag("allowWatchBookmarks"), served.time(), served.writing());
        String version = query.text("resourceVersion");
        served.time().run(() -> {
            feeds.add(feed);
            feed.from(cluster.watch(kind, namespace, selector, version == null ? "0" : version, feed));
            served.time().after(length, () -> {
                feeds.remove(feed);
                feed.end();
            });
        });
    }

    /** As the real server: the whole of it and what comes; lines with their times, which nobody asks without. */
    private void log(ApiPath at, Query query, Reply reply) {
        if (!query.flag("follow") || !query.flag("timestamps")) {
            throw new IllegalArgumentException("logs are only simulated with follow=true and timestamps=true");
        }
        String container = query.text("container");
        if (container == null) {
            throw new IllegalArgumentException("container: is required here");
        }
        LogSource source = new LogSource(
                at.namespace(),
                at.name(),
                container,
                Optional.ofNullable(query.text("sinceTime")).map(Instant::parse));
        LogFeed feed = new LogFeed(reply, served.time(), served.writing(), logs::remove);
        served.time().run(() -> {
            logs.add(feed);
            feed.from(cluster.log(source, feed));
        });
    }

    private void answer(CompletableFuture<JsonNode> call, String method, Reply reply) {
        call.whenComplete((result, failure) -> served.writing().execute(() -> {
            try {
                if (failure == null) {
                    reply.send(method.equals("POST") ? 201 : 200, result);
                } else if (failure instanceof KubeException refusal) {
                    reply.refuse(refusal);
                } else {
                    reply.send(500, Texts.failure(500, "InternalError", failure.toString()));
                }
            } catch (IOException e) {
                // whoever asked has gone
                reply.end();
            }
        }));
    }

    private CompletableFuture<JsonNode> call(HttpExchange exchange, ApiPath at, Query query, byte[] body) {
        String method = exchange.getRequestMethod();
        WriteOptions options = new WriteOptions("All".equals(query.text("dryRun")));
        String what = method
                + (at.name() == null ? " all" : " one")
                + (at.subresource().isEmpty() ? "" : " " + at.subresource());
        return switch (what) {
            case "GET one" -> inTime(() -> get(at.kind(), at));
            case "GET all" -> {
                var selector = Labels.parse(query.text("labelSelector"));
                yield inTime(() -> cluster.list(at.kind(), at.namespace(), selector)
                        .thenApply(listing -> Texts.list(at.kind(), listing)));
            }
            case "POST all" -> create(at.kind(), placed(at, body), options);
            case "PUT one" -> update(at.kind(), placed(at, body), options);
            case "PATCH one" -> {
                Patch patch = new Patch(patchType(exchange), new String(body, StandardCharsets.UTF_8));
                yield inTime(() -> cluster.patch(at.kind(), at.namespace(), at.name(), patch, options)
                        .thenApply(Texts::tree));
            }
            case "PUT one scale", "PATCH one scale" -> {
                int replicas = replicas(body);
                yield inTime(() -> cluster.scale(at.kind(), at.namespace(), at.name(), replicas)
                        .thenApply(object -> Texts.scale(object, replicas)));
            }
            case "DELETE one" -> {
                DeleteOptions how = Deletion.options(body.length == 0 ? Texts.empty() : Texts.object(body));
                yield inTime(() -> cluster.delete(at.kind(), at.namespace(), at.name(), how)
                        .thenApply(nothing -> Texts.success()));
            }
            case "POST one eviction" -> {
                DeleteOptions how = Deletion.options(Texts.object(body).path("deleteOptions"));
                yield inTime(() -> cluster.evict(at.namespace(), at.name(), how).thenApply(nothing -> Texts.success()));
            }
            default ->
                throw new UnsupportedOperationException(
                        "the server does not allow this method on the requested" + " resource: " + method);
        };
    }

    private <T extends HasMetadata> CompletableFuture<JsonNode> get(Kind<T> kind, ApiPath at) {
        return cluster.get(kind, at.namespace(), at.name()).thenApply(Texts::tree);
    }

    private <T extends HasMetadata> CompletableFuture<JsonNode> create(
            Kind<T> kind, ObjectNode body, WriteOptions options) {
        T object = Texts.read(kind, body);
        return inTime(() -> cluster.create(kind, object, options).thenApply(Texts::tree));
    }

    private <T extends HasMetadata> CompletableFuture<JsonNode> update(
            Kind<T> kind, ObjectNode body, WriteOptions options) {
        T object = Texts.read(kind, body);
        return inTime(() -> cluster.update(kind, object, options).thenApply(Texts::tree));
    }

    /** The body with the name and namespace of its path, which it may leave out but not contradict. */
    private static ObjectNode placed(ApiPath at, byte[] body) {
        ObjectNode object = Texts.object(body);
        ObjectNode meta = object.withObjectProperty("metadata");
        place(meta, "namespace", at.namespace());
        place(meta, "name", at.name());
        return object;
    }

    private static void place(ObjectNode meta, String key, String wanted) {
        if (wanted != null && meta.hasNonNull(key) && !meta.get(key).asText().equals(wanted)) {
            throw new IllegalArgumentException(
                    "the " + key + " of the provided object does not match the " + key + " sent on the request");
        }
        if (wanted != null) {
            meta.put(key, wanted);
        }
    }

    private static int replicas(byte[] body) {
        JsonNode replicas = Texts.object(body).path("spec").path("replicas");
        if (!replicas.canConvertToInt() || !replicas.isIntegralNumber()) {
            throw new IllegalArgumentException("the scale names no spec.replicas");
        }
        return replicas.intValue();
    }

    private static Patch.Type patchType(HttpExchange exchange) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        return switch (type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT)) {
            case "application/json-patch+json" -> Patch.Type.JSON;
            case "application/merge-patch+json" -> Patch.Type.MERGE;
            case "application/strategic-merge-patch+json" -> Patch.Type.STRATEGIC;
            default -> throw new IllegalArgumentException("a patch of type " + type + " is not known");
        };
    }

    /** What the simulation answers, unwrapped. */
    private CompletableFuture<JsonNode> inTime(Supplier<CompletableFuture<? extends JsonNode>> call) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        served.time().run(() -> call.get().whenComplete((result, failure) -> {
            if (failure == null) {
                answer.complete(result);
            } else {
                boolean wrapped = failure instanceof CompletionException;
                answer.completeExceptionally(wrapped ? failure.getCause() : failure);
            }
        }));
        return answer;
    }
}
