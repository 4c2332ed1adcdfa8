package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviours;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
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
import java.util.function.UnaryOperator;

/**
 * Simulated clusters with an app each, and the engine beside them. The invariants are watched from {@link #settled} on,
 * and speak in {@link #until}, {@link #end} and {@link #assertClean}.
 */
public final class Rig implements ReleaseHooks {
    public static final String NS = "shop";
    static final String OWNER = SimulatedCluster.OWNER;

    public final VirtualTime time = new VirtualTime();
    final Map<String, SimulatedCluster> clusters = new LinkedHashMap<>();
    public final Map<String, ApiServer> servers = new LinkedHashMap<>();
    public final Map<String, FaultyCluster> ports = new LinkedHashMap<>();
    public final Map<String, ImageBehaviours> images = new LinkedHashMap<>();
    public final List<String> log = new ArrayList<>();
    final List<BatchReport> checks = new ArrayList<>();
    Function<BatchReport, CompletableFuture<Verdict>> judge =
            batch -> CompletableFuture.completedFuture(new Verdict.Passed());
    /** Told that a release's picture may be another now. */
    Runnable onChange = () -> {};

    public final Invariants invariants;
    /** Those that images may come from; cluster {@code gd9-a} is in data centre {@code gd9}. */
    public Registries registries = Registries.NONE;
    /** As the release will have it; to be set before {@link #settled}. */
    String maxUnavailable = "0";

    private final Map<String, ReleaseSpec> specs = new TreeMap<>();
    /** Cluster and app: those that are not watched yet. */
    private final List<Map.Entry<String, String>> apps = new ArrayList<>();

    private final SplittableRandom random;
    private final Ids ids;
    private Rollouts process;

    public Rig(long seed, String... names) {
        this(seed, ClusterSpec.Simulate.DEFAULT, names);
    }

    /** @param machines of every cluster */
    Rig(long seed, ClusterSpec.Simulate machines, String... names) {
        random = new SplittableRandom(seed);
        ids = ids(random.split());
        invariants = new Invariants(time, "a Rig with seed " + seed);
        for (String name : names) {
            String idc = name.replaceFirst("-.*", "");
            ClusterSpec spec = new ClusterSpec(name, idc, new TreeMap<>(), List.of(), Optional.empty(), machines);
            SimulatedCluster cluster = new SimulatedCluster(spec, time, random);
            clusters.put(name, cluster);
            servers.put(name, cluster.server());
            images.put(name, cluster.images());
            ports.put(name, cluster.port());
        }
        process = rollouts();
    }

    /** The clusters as a process with this life reaches them. */
    public Fleet fleet(Lifeline life) {
        return new Fleet(clusters.values().stream()
                .map(cluster -> cluster.member())
                .map(member -> new FleetMember(member.spec(), life.cluster(ports.get(member.name()))))
                .toList());
    }

    /** Identifiers of this story. */
    public Ids ids() {
        return ids;
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
    public Rollouts rollouts(Lifeline life) {
        return rollouts(life.scheduler(time), name -> life.cluster(ports.get(name)));
    }

    /** A process with a clock and with ways to the clusters of its own. */
    Rollouts rollouts(Scheduler scheduler, Function<String, Cluster> reach) {
        List<FleetMember> members = clusters.values().stream()
                .map(SimulatedCluster::member)
                .map(member ->
                        new FleetMember(member.spec(), reach.apply(member.spec().name())))
                .toList();
        return new Rollouts(() -> new Fleet(members), () -> registries, scheduler, ids, "test");
    }

    /** One more way to a cluster, with troubles of its own. */
    FaultyCluster port(String cluster) {
        return new FaultyCluster(new SimCluster(servers.get(cluster), time, random), time, random);
    }

    /** The app in every cluster, with a Service. */
    public Rig app(String app, int replicas) {
        servers.keySet().forEach(cluster -> app(cluster, app, replicas));
        return this;
    }

    /** The app in one cluster, with a Service. */
    Rig app(String cluster, String app, int replicas) {
        return app(cluster, deployment(app, replicas, app + ":v1"));
    }

    /** This Deployment in one cluster, with a Service over its pods. */
    Rig app(String cluster, Deployment deployment) {
        servers.get(cluster).create(OWNER, Kind.DEPLOYMENT, deployment);
        servers.get(cluster).create(OWNER, Kind.SERVICE, service(deployment));
        apps.add(Map.entry(cluster, deployment.getMetadata().getName()));
        return this;
    }

    static Deployment deployment(String app, int replicas, String image) {
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

    private static io.fabric8.kubernetes.api.model.Service service(Deployment of) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(of.getMetadata().getName())
                .withNamespace(NS)
                .endMetadata()
                .withNewSpec()
                .withSelector(of.getSpec().getTemplate().getMetadata().getLabels())
                .addNewPort()
                .withPort(80)
                .withTargetPort(new IntOrString(8080))
                .endPort()
                .endSpec()
                .build();
    }

    /** A release of {@code <app>:v2} in all clusters. */
    Specs specs(String app, BatchSize... batches) {
        return Specs.of(app).clusters(List.copyOf(servers.keySet())).batches(batches);
    }

    ReleaseSpec spec(String app, Spread spread, OnFailure onFailure, BatchSize... batches) {
        return specs(app, batches).spread(spread).onFailure(onFailure).build();
    }

    static BatchSize pods(int count) {
        return new BatchSize.Pods(count);
    }

    static BatchSize percent(int share) {
        return new BatchSize.Percent(share);
    }

    static BatchSize rest() {
        return new BatchSize.Rest();
    }

    /** From now on pods of this image never serve; those that are there are replaced. */
    public void breakImage(String cluster, String image) {
        images.get(cluster).set(image, ImageBehaviour.NORMAL.neverReady());
        replacePods(cluster, image);
    }

    /** All pods of this image are lost, and made anew by their controllers. */
    void replacePods(String cluster, String image) {
        ApiServer server = servers.get(cluster);
        server.list(Kind.POD, NS, null).stream()
                .filter(pod -> image.equals(image(pod)))
                .forEach(pod ->
                        server.delete("node", Kind.POD, NS, pod.getMetadata().getName(), DeleteOptions.BACKGROUND));
    }

    List<Lease> leases(String cluster) {
        return servers.get(cluster).list(Kind.LEASE, NS, null);
    }

    /** Two minutes later; the apps that are there for the first time are watched from now on. */
    public Rig settled() {
        time.advance(Duration.ofMinutes(2));
        apps.forEach(app -> invariants.watch(
                servers.get(app.getKey()), new WatchedApp(NS, app.getValue(), maxUnavailable, Duration.ZERO)));
        apps.clear();
        return this;
    }

    /** Begins a release, or goes on with it, in the process that runs. */
    Release start(ReleaseSpec spec) {
        return start(spec, IfBusy.REFUSE);
    }

    Release start(ReleaseSpec spec, IfBusy ifBusy) {
        specs.put(spec.app(), spec);
        return process.start(spec, this, ifBusy);
    }

    /** The process dies, and a new one runs the step again. */
    Release again(ReleaseSpec spec) {
        process = rollouts();
        return start(spec);
    }

    public void until(BooleanSupplier done) {
        boolean reached = time.runUntil(done, time.elapsed().plus(Duration.ofHours(2)));
        throwIfViolated();
        assertThat(reached).as(() -> "at " + time.elapsed() + "\n" + tail()).isTrue();
    }

    /** Until something was said that contains this. */
    public void untilSaid(String text) {
        until(() -> said(text));
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

    ReleaseResult end(Release release) {
        until(release.result()::isDone);
        return release.result().join();
    }

    String tail() {
        return String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size()));
    }

    public Deployment stable(String cluster, String app) {
        return servers.get(cluster).get(Kind.DEPLOYMENT, NS, app);
    }

    /** Somebody else changes a Deployment. */
    void edit(String cluster, String app, UnaryOperator<DeploymentBuilder> change) {
        DeploymentBuilder changed = change.apply(new DeploymentBuilder(stable(cluster, app)));
        servers.get(cluster).update(OWNER, Kind.DEPLOYMENT, changed.build());
    }

    public long pods(String cluster, String image) {
        return pods(cluster, image, null);
    }

    private long pods(String cluster, String image, LabelSelector selector) {
        return servers.get(cluster).list(Kind.POD, NS, selector).stream()
                .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
                .filter(p -> image.equals(image(p)))
                .count();
    }

    private static String image(Pod pod) {
        return pod.getSpec().getContainers().get(0).getImage();
    }

    /** Nothing of a release is left, all pods are on this image. */
    public void assertClean(String cluster, String app, String image, int replicas) {
        ApiServer server = servers.get(cluster);
        assertThat(server.list(Kind.DEPLOYMENT, NS, null).stream()
                        .map(d -> d.getMetadata().getName())
                        .filter(n -> n.equals(app) || n.matches(app + "-[a-z0-9]{5}")))
                .as(this::tail)
                .containsExactly(app);
        Deployment stable = stable(cluster, app);
        assertThat(stable.getMetadata().getLabels().keySet()).noneMatch(l -> l.startsWith("grey-release/"));
        assertThat(stable.getSpec().getReplicas()).isEqualTo(replicas);
        assertThat(stable.getSpec().getPaused()).isNotEqualTo(Boolean.TRUE);
        assertThat(pods(cluster, image, stable.getSpec().getSelector()))
                .as(this::tail)
                .isEqualTo(replicas);
        assertThat(server.list(Kind.LEASE, NS, null).stream()
                        .filter(l -> l.getMetadata().getName().equals("grey-release-" + app)))
                .isEmpty();
        invariants.ended(cluster, app);
        throwIfViolated();
    }

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        checks.add(batch);
        return judge.apply(batch).thenApply(verdict -> {
            if (verdict instanceof Verdict.Passed) {
                permit(batch);
            }
            return verdict;
        });
    }

    /** What was approved: the next batch, in the clusters that go together with those of this one. */
    private void permit(BatchReport batch) {
        List<String> together =
                batch.places().stream().map(BatchReport.Place::cluster).toList();
        String app = batch.places().get(0).stable();
        ReleaseSpec spec = specs.get(app);
        List<String> allowed = spec != null && spec.spread() != Spread.SEQUENCE ? spec.clusters() : together;
        allowed.forEach(cluster -> invariants.permit(cluster, app, batch.batch() + 1));
    }

    @Override
    public void event(ReleaseEvent event) {
        log.add(time.elapsed().toMillis() + " " + event.kind() + " "
                + event.cluster().orElse("-") + " " + event.text());
    }

    @Override
    public void changed() {
        onChange.run();
    }
}
