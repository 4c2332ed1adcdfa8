package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
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
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
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

/**
 * Simulated clusters with an app each, and the engine beside them. The invariants are watched from {@link #settled} on,
 * and speak in {@link #end} and {@link #assertClean}.
 */
final class Rig implements ReleaseHooks {
    static final String NS = "shop";

    final VirtualTime time = new VirtualTime();
    final Map<String, ApiServer> servers = new LinkedHashMap<>();
    final Map<String, FaultyCluster> ports = new LinkedHashMap<>();
    final Map<String, ImageBehaviours> images = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    final List<BatchReport> checks = new ArrayList<>();
    final Invariants invariants;
    /** As the release will have it; to be set before {@link #settled}. */
    String maxUnavailable = "0";

    Function<BatchReport, CompletableFuture<Verdict>> judge =
            batch -> CompletableFuture.completedFuture(new Verdict.Passed());
    private final List<String> apps = new ArrayList<>();
    private final SplittableRandom random;
    private final Ids ids;

    Rig(long seed, String... clusters) {
        random = new SplittableRandom(seed);
        invariants = new Invariants(time, "a Rig with seed " + seed);
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

    /** A process that reaches the clusters through {@link #ports}. */
    Rollouts rollouts() {
        return rollouts(time, ports::get);
    }

    /** A process that dies with this life. */
    Rollouts rollouts(Lifeline life) {
        return rollouts(life.scheduler(time), name -> life.cluster(ports.get(name)));
    }

    /** A process with a clock and with ways to the clusters of its own. */
    Rollouts rollouts(Scheduler scheduler, Function<String, Cluster> reach) {
        List<FleetMember> members = servers.keySet().stream()
                .map(name -> new FleetMember(
                        new ClusterSpec(
                                name, "", new TreeMap<>(), List.of(), Optional.empty(), ClusterSpec.Simulate.DEFAULT),
                        reach.apply(name)))
                .toList();
        return new Rollouts(new Fleet(members), scheduler, ids, "test");
    }

    /** One more way to a cluster, with troubles of its own. */
    FaultyCluster port(String cluster) {
        return new FaultyCluster(new SimCluster(servers.get(cluster), time, random), time, random);
    }

    Rig app(String app, int replicas) {
        for (ApiServer server : servers.values()) {
            server.create("owner", Kind.DEPLOYMENT, deployment(app, replicas, app + ":v1"));
            server.create("owner", Kind.SERVICE, service(app));
        }
        apps.add(app);
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

    /** Two minutes later; the apps that are there for the first time are watched from now on. */
    Rig settled() {
        time.advance(Duration.ofMinutes(2));
        for (String app : apps) {
            servers.values()
                    .forEach(
                            server -> invariants.watch(server, new WatchedApp(NS, app, maxUnavailable, Duration.ZERO)));
        }
        apps.clear();
        return this;
    }

    void until(BooleanSupplier done) {
        boolean reached = time.runUntil(done, time.elapsed().plus(Duration.ofHours(2)));
        assertThat(reached).as(() -> "at " + time.elapsed() + "\n" + tail()).isTrue();
    }

    ReleaseResult end(Release release) {
        until(release.result()::isDone);
        throwIfViolated();
        return release.result().join();
    }

    /** Whether an event's line, {@code KIND cluster text}, has this in it. */
    boolean said(String words) {
        return log.stream().anyMatch(line -> line.contains(words));
    }

    private void throwIfViolated() {
        try {
            invariants.throwIfAny();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + tail(), e);
        }
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
        invariants.ended(cluster, app);
        throwIfViolated();
    }

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        checks.add(batch);
        String app = batch.places().get(0).stable();
        return judge.apply(batch).thenApply(verdict -> {
            if (verdict instanceof Verdict.Passed) {
                batch.places().forEach(place -> invariants.permit(place.cluster(), app, batch.batch() + 1));
            }
            return verdict;
        });
    }

    @Override
    public void event(ReleaseEvent event) {
        log.add(time.elapsed().toMillis() + " " + event.kind() + " "
                + event.cluster().orElse("-") + " " + event.text());
    }
}
