package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** A cluster with trouble, somebody who calls it and somebody who watches it. */
final class Stage {

    static final String NS = "shop";

    final VirtualTime time = new VirtualTime();
    final ApiServer server = new ApiServer("gd9-a", time, new SplittableRandom(1));
    final FaultyCluster cluster =
            new FaultyCluster(new SimCluster(server, time, new SplittableRandom(2)), time, new SplittableRandom(3));
    final List<String> heard = new ArrayList<>();
    int opened;

    /** The outcome of a call: {@code done}, the reason of its failure, or {@code open}. */
    static String outcome(CompletableFuture<?> call) {
        String[] outcome = {"open"};
        call.whenComplete((result, e) ->
                outcome[0] = e == null ? "done" : ((KubeException) e).reason().name());
        return outcome[0];
    }

    static CompletableFuture<ConfigMap> create(Cluster cluster, String name) {
        return cluster.create(Kind.CONFIG_MAP, configMap(name), WriteOptions.FOR_REAL);
    }

    CompletableFuture<ConfigMap> create(String name) {
        return create(cluster, name);
    }

    void pass(Duration duration) {
        time.advance(duration);
    }

    void passSeconds(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    /** The names of what is stored. */
    List<String> stored() {
        return server.list(Kind.CONFIG_MAP, NS, null).stream()
                .map(c -> c.getMetadata().getName())
                .toList();
    }

    /** Stores something without going through the port. */
    void store(String name) {
        server.create("kubectl", Kind.CONFIG_MAP, configMap(name));
    }

    Watch watch(Cluster through) {
        String version = server.listing(Kind.CONFIG_MAP, NS, null).resourceVersion();
        return through.watch(Kind.CONFIG_MAP, NS, Selector.EVERYTHING, version, new WatchListener<>() {
            @Override
            public void opened() {
                opened++;
            }

            @Override
            public void event(Type type, ConfigMap object) {
                heard.add(type + " " + object.getMetadata().getName());
            }

            @Override
            public void bookmark(String resourceVersion) {
                heard.add("bookmark " + resourceVersion);
            }

            @Override
            public void closed(KubeException cause) {
                heard.add("closed " + cause.reason());
            }
        });
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NS)
                .endMetadata()
                .build();
    }
}
