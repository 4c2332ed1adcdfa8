package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** The port to a real cluster. Nothing is opened before the first call. */
final class KubernetesCluster implements Cluster, AutoCloseable {
    /** How long a watch is asked for: each a little other, so that they do not all end at once. */
    private static final int SHORTEST_WATCH_SECONDS = 240;

    private static final int SPREAD_SECONDS = 120;

    private final String name;
    private final Line line;
    private final Scheduler scheduler;

    KubernetesCluster(String name, Sessions sessions, Scheduler scheduler, Duration patience) {
        this.name = name;
        this.scheduler = scheduler;
        this.line = new Line(name, sessions, scheduler, patience);
    }

    @Override
    public String name() {
        return name;
    }

    /** Whether it answers. */
    ClusterState state() {
        return line.reach().state(name);
    }

    /** What it runs, and what its clock says. */
    CompletableFuture<ServerFacts> about() {
        Instant asked = scheduler.now();
        return line.sendWhole(Call.get("ask for its version", "/version"), (answer, response) -> {
            Instant between =
                    asked.plus(Duration.between(asked, scheduler.now()).dividedBy(2));
            return new ServerFacts(
                    answer.path("gitVersion").asText("unknown"), ServerFacts.ahead(response.header("Date"), between));
        });
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> get(Kind<T> kind, String namespace, String name) {
        Call call = Call.get(doing("get", kind, namespace, name), Paths.one(kind, namespace, name));
        return line.send(call, answer -> Wire.read(kind, answer));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Listing<T>> list(
            Kind<T> kind, String namespace, LabelSelector selector) {
        String selected = Paths.selected(selector);
        return Pages.of(
                line,
                kind,
                doing("list", kind, namespace, null),
                Paths.all(kind, namespace) + (selected.isEmpty() ? "" : "?" + selected));
    }

    @Override
    public <T extends HasMetadata> Watch watch(
            Kind<T> kind, String namespace, LabelSelector selector, String resourceVersion, WatchListener<T> listener) {
        String selected = Paths.selected(selector);
        int seconds = SHORTEST_WATCH_SECONDS + Math.floorMod((namespace + kind).hashCode(), SPREAD_SECONDS);
        String path = Paths.all(kind, namespace) + "?watch=true&allowWatchBookmarks=true&resourceVersion="
                + Paths.encoded(resourceVersion) + "&timeoutSeconds=" + seconds
                + (selected.isEmpty() ? "" : "&" + selected);
        Call call = Call.get(doing("watch", kind, namespace, null), path);
        EventStream<T> stream = new EventStream<>(line, call, Duration.ofSeconds(seconds), kind, listener);
        stream.open(scheduler);
        return stream;
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> create(Kind<T> kind, T object, WriteOptions options) {
        // reviews have no metadata
        ObjectMeta meta = object.getMetadata() == null ? new ObjectMeta() : object.getMetadata();
        String namespace = meta.getNamespace();
        Call call = Call.of(
                doing("create", kind, namespace, meta.getName()),
                "POST",
                Paths.all(kind, namespace == null ? "default" : namespace) + Paths.write(options),
                Wire.text(object));
        return line.send(call, answer -> Wire.read(kind, answer));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> update(Kind<T> kind, T object, WriteOptions options) {
        String namespace = object.getMetadata().getNamespace();
        String named = object.getMetadata().getName();
        Call call = Call.of(
                doing("update", kind, namespace, named),
                "PUT",
                Paths.one(kind, namespace, named) + Paths.write(options),
                Wire.text(object));
        return line.send(call, answer -> Wire.read(kind, answer));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> patch(
            Kind<T> kind, String namespace, String name, Patch patch, WriteOptions options) {
        String type =
                switch (patch.type()) {
                    case JSON -> Call.JSON_PATCH;
                    case MERGE -> "application/merge-patch+json";
                    case STRATEGIC -> "application/strategic-merge-patch+json";
                };
        Call call = new Call(
                doing("patch", kind, namespace, name),
                "PATCH",
                Paths.one(kind, namespace, name) + Paths.write(options),
                type,
                patch.body());
        return line.send(call, answer -> Wire.read(kind, answer));
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<T> scale(
            Kind<T> kind, String namespace, String name, int replicas) {
        Call call = new Call(
                doing("scale", kind, namespace, name),
                "PATCH",
                Paths.one(kind, namespace, name) + "/scale" + Paths.write(WriteOptions.FOR_REAL),
                "application/merge-patch+json",
                "{\"spec\":{\"replicas\":" + replicas + "}}");
        CompletableFuture<T> result = new CompletableFuture<>();
        line.send(call, answer -> answer).whenComplete((scale, problem) -> {
            if (problem != null) {
                result.completeExceptionally(problem);
            } else {
                get(kind, namespace, name).whenComplete((object, failure) -> {
                    if (failure == null) {
                        result.complete(object);
                    } else {
                        result.completeExceptionally(failure);
                    }
                });
            }
        });
        return result;
    }

    @Override
    public <T extends HasMetadata> CompletableFuture<Void> delete(
            Kind<T> kind, String namespace, String name, DeleteOptions options) {
        Call call = Call.of(
                doing("delete", kind, namespace, name),
                "DELETE",
                Paths.one(kind, namespace, name),
                Wire.text(body(options)));
        return line.send(call, answer -> null);
    }

    @Override
    public CompletableFuture<Void> evict(String namespace, String pod, DeleteOptions options) {
        ObjectNode eviction = Wire.object().put("apiVersion", "policy/v1").put("kind", "Eviction");
        eviction.putObject("metadata").put("name", pod).put("namespace", namespace);
        eviction.set("deleteOptions", body(options));
        Call call = Call.of(
                doing("evict", Kind.POD, namespace, pod),
                "POST",
                Paths.one(Kind.POD, namespace, pod) + "/eviction",
                Wire.text(eviction));
        return line.send(call, answer -> null);
    }

    @Override
    public Watch log(LogSource source, LogListener listener) {
        String path =
                Paths.one(Kind.POD, source.namespace(), source.pod()) + "/log?follow=true&timestamps=true&container="
                        + Paths.encoded(source.container())
                        + source.since()
                                .map(at -> "&sinceTime=" + Paths.encoded(at.toString()))
                                .orElse("");
        LogStream stream = new LogStream(
                line, Call.get(doing("read the log of", Kind.POD, source.namespace(), source.pod()), path), listener);
        stream.open(scheduler);
        return stream;
    }

    @Override
    public void close() {
        line.close();
    }

    @Override
    public String toString() {
        return "cluster " + name;
    }

    private static ObjectNode body(DeleteOptions options) {
        String policy = options.propagation().name();
        ObjectNode body = Wire.object()
                .put("apiVersion", "v1")
                .put("kind", "DeleteOptions")
                .put("propagationPolicy", policy.charAt(0) + policy.substring(1).toLowerCase(Locale.ROOT));
        options.gracePeriodSeconds().ifPresent(seconds -> body.put("gracePeriodSeconds", seconds));
        if (options.uid().isPresent() || options.resourceVersion().isPresent()) {
            ObjectNode preconditions = body.putObject("preconditions");
            options.uid().ifPresent(uid -> preconditions.put("uid", uid));
            options.resourceVersion().ifPresent(version -> preconditions.put("resourceVersion", version));
        }
        return body;
    }

    /** {@code update deployment/cart in shop}. */
    private static String doing(String verb, Kind<?> kind, String namespace, String name) {
        String target = name == null ? kind.plural() : kind.named(name);
        return verb + " " + target + (kind.namespaced() && namespace != null ? " in " + namespace : "");
    }
}
