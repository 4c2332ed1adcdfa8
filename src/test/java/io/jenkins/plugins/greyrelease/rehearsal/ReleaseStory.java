package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Effect;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.rollout.Releases.IfBusy;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import io.jenkins.plugins.greyrelease.rollout.Specs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A release drawn from a seed: clusters, sizes, batches, spread, a check that may say no, an image that may be bad, and
 * trouble. First trouble, then, after half an hour, none: from there on it must come to its end.
 */
final class ReleaseStory implements ReleaseHooks {
    private static final String NEW_IMAGE = "shop/cart:2";
    private static final Duration TROUBLE = Duration.ofMinutes(30);
    private static final Duration LIMIT = Duration.ofHours(12);

    final List<String> log = new ArrayList<>();
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet;
    private final ReleaseSpec spec;
    private final Invariants invariants;
    private final int rejectAt;
    private int deathsLeft;
    private int checks;
    private Lifeline life;
    private Release release;

    ReleaseStory(long seed) {
        random = new SplittableRandom(seed);
        invariants = new Invariants(time, "ReleaseStory(" + seed + "L)");
        fleet = new SimulatedFleet(clusterSpecs(random.nextInt(1, 4)), time, random.split());
        spec = spec();
        rejectAt = random.nextInt(4) == 0 ? random.nextInt(1, 4) : Integer.MAX_VALUE;
        deathsLeft = 0;
        log.add(time.elapsed() + " " + spec + ", rejected at check " + rejectAt + ", deaths " + deathsLeft);
    }

    /** Runs it to its end. */
    ReleaseResult run() {
        MadeUpApp app = new MadeUpApp("shop", "cart", "cart", "shop/cart:1");
        for (SimulatedCluster cluster : fleet.clusters()) {
            app.createIn(cluster.server());
            cluster.server().scale("kubectl", Kind.DEPLOYMENT, "shop", "cart", random.nextInt(0, 9));
        }
        if (!fleet.settle(time, Duration.ofMinutes(10))) {
            throw new AssertionError("the app does not come up before the release");
        }
        fleet.clusters()
                .forEach(c -> invariants.watch(
                        c.server(), new WatchedApp("shop", "cart", spec.maxUnavailable(), Duration.ZERO)));
        drawTrouble();
        begin();
        boolean ended = time.runUntil(() -> release.result().isDone(), LIMIT);
        if (!ended) {
            throw new AssertionError("does not end: " + release.status() + tail());
        }
        ReleaseResult result = release.result().join();
        time.advance(Duration.ofMinutes(5));
        invariants.ended(Set.of());
        try {
            invariants.throwIfAny();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + tail(), e);
        }
        return result;
    }

    /** The image that a cluster's Deployment ended on. */
    boolean isNew(String cluster) {
        Deployment cart = fleet.cluster(cluster).server().get(Kind.DEPLOYMENT, "shop", "cart");
        return cart.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage()
                .equals(NEW_IMAGE);
    }

    String tail() {
        return "\n" + String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size()));
    }

    private static List<ClusterSpec> clusterSpecs(int count) {
        List<ClusterSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            specs.add(new ClusterSpec(
                    "c" + i, "", new TreeMap<>(), List.of(), Optional.empty(), ClusterSpec.Simulate.DEFAULT));
        }
        return specs;
    }

    private ReleaseSpec spec() {
        List<BatchSize> batches = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            batches.add(
                    random.nextBoolean()
                            ? new BatchSize.Pods(random.nextInt(1, 5))
                            : new BatchSize.Percent(random.nextInt(1, 60)));
        }
        batches.add(new BatchSize.Rest());
        Spread spread = Spread.values()[random.nextInt(3)];
        boolean mayContinue = spread == Spread.SEQUENCE && random.nextInt(4) == 0;
        List<String> clusters =
                fleet.clusters().stream().map(SimulatedCluster::name).toList();
        return Specs.of("cart")
                .image(NEW_IMAGE)
                .clusters(clusters)
                .batches(batches)
                .spread(spread)
                .maxParallel(random.nextInt(1, 3))
                .maxSurge(random.nextBoolean() ? Optional.empty() : Optional.of(String.valueOf(random.nextInt(1, 4))))
                .maxUnavailable(List.of("0", "0", "1", "25%").get(random.nextInt(4)))
                .progressDeadline(Duration.ofMinutes(2))
                .soak(Duration.ofSeconds(random.nextInt(2) * 30L))
                .onFailure(mayContinue ? OnFailure.CONTINUE : OnFailure.ROLLBACK)
                .maxFailedClusters(random.nextInt(2))
                .build();
    }

    private void drawTrouble() {
        for (SimulatedCluster cluster : fleet.clusters()) {
            ImageBehaviour normal = ImageBehaviour.NORMAL;
            switch (random.nextInt(10)) {
                case 0 -> cluster.images().set(NEW_IMAGE, normal.neverReady());
                case 1 -> cluster.images().set(NEW_IMAGE, normal.pullsNever());
                case 3 -> cluster.images().set(NEW_IMAGE, normal.startsIn(Duration.ofSeconds(random.nextInt(5, 60))));
                default -> {}
            }
            switch (random.nextInt(6)) {
                case 0 -> cluster.port().begin(new Fault(Fault.WRITES, 0.2, Integer.MAX_VALUE, Fault.conflict()));
                case 1 -> cluster.port().begin(faults(Fault.serverError()));
                case 2 -> cluster.port().begin(faults(Fault.tooManyRequests(Duration.ofSeconds(2))));
                case 3 -> cluster.port().begin(faults(new Effect.LoseAnswer()));
                default -> {}
            }
            if (random.nextInt(4) == 0) {
                Duration at = Duration.ofSeconds(random.nextInt(120));
                time.after(at, cluster.port()::down);
                time.after(at.plusSeconds(random.nextInt(1, 600)), cluster.port()::up);
            }
            time.after(TROUBLE, () -> {
                cluster.port().heal();
                cluster.port().up();
            });
        }
    }

    private Fault faults(Effect effect) {
        return Fault.always(Fault.ANY, effect).withProbability(0.01);
    }

    /** A process that releases; the next one takes over when it dies. */
    private void begin() {
        life = new Lifeline();
        Lifeline mine = life;
        List<FleetMember> members = fleet.clusters().stream()
                .map(c -> new FleetMember(c.member().spec(), mine.cluster(c.port())))
                .toList();
        if (deathsLeft > 0) {
            deathsLeft--;
            Lifeline.Moment moment = Lifeline.Moment.values()[random.nextInt(2)];
            life.dieAt(call -> call.write(), random.nextInt(1, 40), moment);
            life.onDeath(() -> time.after(Duration.ofSeconds(random.nextInt(60)), () -> {
                log.add(time.elapsed() + " the process died; the next one begins");
                begin();
            }));
        }
        Rollouts rollouts =
                new Rollouts(new Fleet(members), mine.scheduler(time), new SeededIds(random.split()), "story");
        release = rollouts.start(spec, this, IfBusy.REFUSE);
    }

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        checks++;
        boolean passed = checks < rejectAt;
        if (passed) {
            List<String> allowed = spec.spread() == Spread.SEQUENCE
                    ? batch.places().stream().map(BatchReport.Place::cluster).toList()
                    : spec.clusters();
            allowed.forEach(cluster -> invariants.permit(cluster, "cart", batch.batch() + 1));
        }
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        time.after(
                Duration.ofSeconds(random.nextInt(30)),
                () -> verdict.complete(passed ? new Verdict.Passed() : new Verdict.Rejected("errors in the log")));
        return verdict;
    }

    @Override
    public void event(ReleaseEvent event) {
        log.add(time.elapsed() + " " + event.kind() + " " + event.cluster().orElse("-") + " " + event.text());
    }
}
