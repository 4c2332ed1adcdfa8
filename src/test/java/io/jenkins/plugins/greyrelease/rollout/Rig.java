package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ControllerManager;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviours;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.SimNodes;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Simulated clusters with an app each, and the engine beside them. */
final class Rig implements ReleaseHooks {
    static final String NS = "shop";

    final VirtualTime time = new VirtualTime();
    final Map<String, ApiServer> servers = new LinkedHashMap<>();
    final Map<String, FaultyCluster> ports = new LinkedHashMap<>();
    final Map<String, ImageBehaviours> images = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final List<BatchReport> checks = new ArrayList<>();
    Function<BatchReport, CompletableFuture<Verdict>> judge =
            batch -> CompletableFuture.completedFuture(new Verdict.Passed());
    private final SplittableRandom random;
    private final Ids ids;

    Rig(long seed, String... clusters) {
        random = new SplittableRandom(seed);
        ids = ids(random.split());
        for (String name : clusters) {
            ApiServer server = new ApiServer(name, time, random);
            SimNodes.create(server, 6, 3, "64", "256Gi");
            ImageBehaviours behaviours = new ImageBehaviours();
            new ControllerManager(server, time, random, behaviours);
            servers.put(name, server);
            images.put(name, behaviours);
            ports.put(name, new FaultyCluster(new SimCluster(server, time, random), time, random));
        }
    }

    private static Ids ids(SplittableRandom own) {
        return length -> {
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < length; i++) {
                id.append(Character.forDigit(i == 0 ? 10 + own.nextInt(26) : own.nextInt(36), 36));
            }
            return id.toString();
        };
    }

    Rollouts rollouts() {
        List<FleetMember> members = new ArrayList<>();
        ports.forEach((name, port) -> members.add(new FleetMember(
                new ClusterSpec(name, "", new TreeMap<>(), List.of(), Optional.empty(), ClusterSpec.Simulate.DEFAULT),
                port)));
        return new Rollouts(new Fleet(members), time, ids, "test");
    }

    Rig app(String app, int replicas) {
        for (ApiServer server : servers.values()) {
            server.create("owner", Kind.DEPLOYMENT, deployment(app, replicas, app + ":v1"));
            server.create("owner", Kind.SERVICE, service(app));
        }
        return this;
    }

    private static Deployment deployment(String app, int replicas, String image) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(app)
                .withNamespace(NS)
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", app)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("server")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static io.fabric8.kubernetes.api.model.Service service(String app) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(app)
                .withNamespace(NS)
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", app)
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    ReleaseSpec spec(String app, Spread spread, OnFailure onFailure, BatchSize... batches) {
        return new ReleaseSpec(
                app,
                NS,
                new Change.Image(Optional.empty(), app + ":v2"),
                List.copyOf(servers.keySet()),
                List.of(batches),
                spread,
                1,
                false,
                ReleaseSpec.Capacity.AUTO,
                Optional.empty(),
                "0",
                Optional.empty(),
                Duration.ofMinutes(10),
                Duration.ZERO,
                onFailure,
                OnFailure.ROLLBACK,
                0,
                false);
    }

    static BatchSize pods(int count) {
        return new BatchSize.Pods(count);
    }

    Rig settled() {
        time.advance(Duration.ofMinutes(2));
        return this;
    }

    void until(BooleanSupplier done) {
        boolean reached = time.runUntil(done, time.elapsed().plus(Duration.ofHours(2)));
        assertThat(reached).as(() -> "at " + time.elapsed() + "\n" + tail()).isTrue();
    }

    ReleaseResult end(Release release) {
        until(release.result()::isDone);
        return release.result().join();
    }

    String tail() {
        return String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size()));
    }

    long pods(String cluster, String image) {
        return servers.get(cluster).list(Kind.POD, NS, null).stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .filter(p -> image.equals(image(p)))
                .count();
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().get(0).getImage();
    }

    /** Nothing of a release is left, all pods are on this image. */
    void assertClean(String cluster, String app, String image, int replicas) {
        ApiServer server = servers.get(cluster);
        assertThat(server.list(Kind.DEPLOYMENT, NS, null).stream()
                        .map(d -> d.getMetadata().getName())
                        .filter(n -> n.startsWith(app)))
                .as(this::tail)
                .containsExactly(app);
        Deployment stable = server.get(Kind.DEPLOYMENT, NS, app);
        assertThat(stable.getMetadata().getLabels()).isEqualTo(Map.of("app", app));
        assertThat(stable.getSpec().getReplicas()).isEqualTo(replicas);
        assertThat(stable.getSpec().getPaused()).isNotEqualTo(Boolean.TRUE);
        assertThat(pods(cluster, image)).as(this::tail).isEqualTo(replicas);
        assertThat(server.list(Kind.LEASE, NS, null).stream()
                        .filter(l -> l.getMetadata().getName().equals("grey-release-" + app)))
                .isEmpty();
    }

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        checks.add(batch);
        return judge.apply(batch);
    }

    @Override
    public void event(ReleaseEvent event) {
        log.add(time.elapsed().toMillis() + " " + event.kind() + " "
                + event.cluster().orElse("-") + " " + event.text());
    }
}
