package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The record of an app's releases in one cluster: a ConfigMap with a line of JSON per event, for people and audit. It
 * holds hashes, sizes, names and times, never manifests or secrets, and no decision rests on it. The newest
 * {@value #KEPT} lines are kept.
 *
 * <p>Writes are joined: while one is under way, what is noted meanwhile waits for the next. A write that fails is tried
 * again with the next note; what could not be written in the end is said once.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Record {
    /** Lines kept; at some 200 characters each far below the 1 MiB of a ConfigMap. */
    static final int KEPT = 500;

    static final String EVENTS = "events.jsonl";
    /** What the newest release was asked for, see {@link RequestJson}. */
    static final String REQUEST = "request.json";

    /** How the answer to an order begins. */
    static final String ASKED = "asked here for ";

    private static final int TRIES = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;
    private final String namespace;
    private final String name;
    private final Optional<String> request;
    private final Executor serial;
    private final Consumer<String> problem;
    private final List<String> waiting = new ArrayList<>();
    private CompletableFuture<Void> writing;

    /**
     * @param request what is kept beside the lines; empty: what is there stays
     * @param problem hears, in words, what could not be written
     */
    Record(Cluster cluster, ReleaseSpec spec, Optional<String> request, Executor serial, Consumer<String> problem) {
        this.cluster = cluster;
        this.namespace = spec.namespace();
        this.name = Labels.own(spec.app());
        this.request = request;
        this.serial = serial;
        this.problem = problem;
    }

    /** Whether the record of a cluster knows of this release; a record that is not there does not. */
    static CompletableFuture<Boolean> mentions(Cluster cluster, ReleaseSpec spec, String release) {
        return Calls.orElse(
                cluster.get(Kind.CONFIG_MAP, spec.namespace(), Labels.own(spec.app()))
                        .thenApply(map -> map.getData() != null
                                && map.getData().getOrDefault(EVENTS, "").contains("\"release\":\"" + release + "\"")),
                false);
    }

    /** What the release with this {@link Labels#PLAN} was asked for, if the record knows and the plan proves it. */
    static CompletableFuture<Optional<ReleaseSpec>> request(
            Cluster cluster, String namespace, String app, String plan) {
        return Calls.find(cluster, Kind.CONFIG_MAP, namespace, Labels.own(app))
                .thenApply(map -> map.flatMap(each -> Optional.ofNullable(each.getData()))
                        .map(data -> data.get(REQUEST))
                        .flatMap(text -> RequestJson.read(text, plan)));
    }

    /** What the record of an app says came of an {@link Order}. */
    static Optional<String> answer(String events, String order) {
        String said = ASKED + order + ": ";
        return events.lines()
                .filter(line -> line.contains(said))
                .reduce((first, second) -> second)
                .map(line -> {
                    try {
                        String text = JSON.readTree(line).path("text").asText();
                        return text.substring(text.indexOf(said) + said.length());
                    } catch (JsonProcessingException | IndexOutOfBoundsException e) {
                        // somebody edited the record; nothing rests on it
                        return null;
                    }
                });
    }

    /** Adds a line and writes it soon. */
    void note(String release, ReleaseEvent event) {
        note(release, event, Optional.empty());
    }

    /** As {@link #note(String, ReleaseEvent)}, with what else is to be kept of an approval. */
    void note(String release, ReleaseEvent event, Optional<ObjectNode> approval) {
        ObjectNode line = JSON.createObjectNode();
        line.put("at", event.at().toString());
        line.put("release", release);
        line.put("kind", event.kind().name());
        if (event.batch() > 0) {
            line.put("batch", event.batch());
        }
        line.put("text", event.text());
        approval.ifPresent(said -> line.set("approval", said));
        waiting.add(line.toString());
        flush();
    }

    /** Completes when everything noted so far is written or given up; never fails. */
    CompletableFuture<Void> flush() {
        if (writing == null && !waiting.isEmpty()) {
            List<String> lines = List.copyOf(waiting);
            waiting.clear();
            CompletableFuture<Void> done = new CompletableFuture<>();
            writing = done;
            append(lines, TRIES, done);
            return done.thenCompose(all -> flush());
        }
        return writing == null ? CompletableFuture.completedFuture(null) : writing.thenCompose(all -> flush());
    }

    private void append(List<String> lines, int tries, CompletableFuture<Void> done) {
        cluster.get(Kind.CONFIG_MAP, namespace, name)
                .thenCompose(found -> cluster.update(Kind.CONFIG_MAP, with(found, lines), WriteOptions.FOR_REAL))
                .exceptionallyCompose(failure -> {
                    KubeException cause = cause(failure);
                    return cause.reason() == Reason.NOT_FOUND
                            ? cluster.create(Kind.CONFIG_MAP, with(empty(), lines), WriteOptions.FOR_REAL)
                            : CompletableFuture.failedFuture(cause);
                })
                .whenComplete((written, failure) -> serial.execute(() -> {
                    if (failure != null && cause(failure).passing() && tries > 1) {
                        append(lines, tries - 1, done);
                        return;
                    }
                    if (failure != null) {
                        problem.accept("the record in configmap/" + name + " misses " + lines.size() + " lines: "
                                + cause(failure).getMessage());
                    }
                    writing = null;
                    done.complete(null);
                }));
    }

    private KubeException cause(Throwable failure) {
        return Calls.cause(cluster.name(), "write configmap/" + name + " in " + namespace, failure);
    }

    private ConfigMap empty() {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Map.of("app.kubernetes.io/managed-by", Labels.MANAGER))
                .endMetadata()
                .build();
    }

    private ConfigMap with(ConfigMap map, List<String> lines) {
        String before = map.getData() == null ? "" : map.getData().getOrDefault(EVENTS, "");
        List<String> all = new ArrayList<>(before.isEmpty() ? List.of() : Arrays.asList(before.split("\n")));
        all.addAll(lines);
        List<String> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
        ConfigMapBuilder changed = new ConfigMapBuilder(map).addToData(EVENTS, String.join("\n", kept) + "\n");
        request.ifPresent(text -> changed.addToData(REQUEST, text));
        return changed.build();
    }
}
