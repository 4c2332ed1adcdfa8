package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultPlan;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSyntax;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Check;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceRecorder;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Violation;
import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Carries out a release that was drawn from a seed. First trouble, then, after half an hour, none: from there on it must
 * come to its end, everywhere on the new or on the old version, and say so truly.
 *
 * <p>Threads: everything happens on the thread that calls {@link #run}.
 */
public final class DrawnRehearsal implements ReleaseHooks {
    private static final Duration TROUBLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration AFTERMATH = Duration.ofMinutes(5);

    private final DrawnRelease drawn;
    private final EngineFactory engine;
    private final Progress progress;
    private final SplittableRandom random;
    private final VirtualTime time = new VirtualTime();
    private final SimulatedFleet fleet;
    private final RunRecorder recorder;
    private final ReleaseJournal journal;
    private final Invariants invariants;
    private final Deque<DrawnRelease.Death> deaths;
    private int checks;
    private Lifeline life;
    private Release release;
    private ReleaseJournal.Entry entry;

    private DrawnRehearsal(long seed, EngineFactory engine, Progress progress) {
        String replay = "./grey rehearse --seed " + seed;
        this.drawn = DrawnRelease.of(seed);
        this.engine = engine;
        this.progress = progress;
        random = new SplittableRandom(seed).split();
        deaths = new ArrayDeque<>(drawn.deaths());
        fleet = new SimulatedFleet(FleetSpec.simulated(drawn.spec().clusters()).clusters(), time, random.split());
        setUp();
        invariants = new Invariants(time, replay);
        recorder = new RunRecorder(
                time, new TraceRecorder("a release drawn from seed " + seed, seed, replay, time.now()), progress);
        journal = new ReleaseJournal(recorder);
    }

    /**
     * Carries it out.
     *
     * @param seed of the release and of all chance
     * @param progress sees it go by
     */
    public static RehearsalResult run(long seed, EngineFactory engine, Progress progress) {
        return new DrawnRehearsal(seed, engine, progress).play();
    }

    private void setUp() {
        MadeUpApp app =
                new MadeUpApp(DrawnRelease.NAMESPACE, DrawnRelease.APP, DrawnRelease.APP, DrawnRelease.OLD_IMAGE);
        drawn.replicas().forEach((name, pods) -> {
            SimulatedCluster cluster = fleet.cluster(name);
            app.createIn(cluster.server());
            cluster.server()
                    .scale(SimulatedCluster.OWNER, Kind.DEPLOYMENT, DrawnRelease.NAMESPACE, DrawnRelease.APP, pods);
        });
        if (!fleet.settle(time, Duration.ofMinutes(10))) {
            throw new IllegalStateException("the app does not come up before the release");
        }
    }

    private RehearsalResult play() {
        recorder.trace().clusters(drawn.spec().clusters());
        recorder.mark(null, Mark.Kind.NOTE, drawn.says());
        for (SimulatedCluster cluster : fleet.clusters()) {
            AppWatch.of(cluster.server(), DrawnRelease.NAMESPACE, DrawnRelease.APP, DrawnRelease.APP)
                    .ifPresent(watch -> recorder.watch(watch, cluster.server()));
            invariants.watch(
                    cluster.server(),
                    new WatchedApp(
                            DrawnRelease.NAMESPACE,
                            DrawnRelease.APP,
                            drawn.spec().maxUnavailable(),
                            Duration.ZERO));
        }
        Duration origin = time.elapsed();
        FaultPlan faults = faults();
        time.after(TROUBLE, faults::endAll);
        recorder.sample();
        time.afterEach(recorder::sample);
        begin();
        boolean ended = time.runUntil(() -> release.result().isDone(), origin.plus(LONGEST));
        Duration length = recorder.at();
        if (!ended) {
            recorder.trace().violation(new Violation(length, "-", "liveness", "does not end: " + release.status()));
            return result(length, "NOT_ENDED", Optional.empty());
        }
        ReleaseResult end = release.result().join();
        Set<String> away = notAnswering(end);
        time.advance(AFTERMATH);
        invariants.ended(away);
        recorder.violations(invariants.violations());
        end.clusters().forEach(this::compare);
        return result(
                length, end.outcome() == ReleaseResult.Outcome.RELEASED ? "SUCCESS" : "FAILURE", Optional.of(end));
    }

    /** A refusal does not wait for clusters that do not answer: what a dead process left there expires. */
    private Set<String> notAnswering(ReleaseResult end) {
        return end.outcome() == ReleaseResult.Outcome.REFUSED
                ? fleet.clusters().stream()
                        .filter(cluster -> cluster.port().isDown())
                        .map(SimulatedCluster::name)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private FaultPlan faults() {
        Demand demand = new Demand(
                DrawnRelease.NAMESPACE,
                DrawnRelease.APP,
                drawn.spec().clusters(),
                Optional.empty(),
                Optional.of(DrawnRelease.NEW_IMAGE),
                Optional.empty());
        List<ClusterFaults> targets = new ArrayList<>();
        fleet.clusters().forEach(cluster -> targets.add(new ClusterFaults(cluster, List.of(demand), time)));
        FaultPlan plan = new FaultPlan(new TimeSince(time, time.elapsed()), targets, recorder::fault);
        plan.start(FaultSyntax.parse(drawn.faults(), drawn.spec().clusters()));
        return plan;
    }

    /** A process that releases; the next one takes over when it dies. */
    private void begin() {
        life = new Lifeline();
        Lifeline mine = life;
        List<FleetMember> members = fleet.clusters().stream()
                .map(c -> new FleetMember(c.member().spec(), mine.cluster(c.port())))
                .toList();
        DrawnRelease.Death death = deaths.poll();
        if (death != null) {
            life.dieAt(death.writes() ? Fault.WRITES : Fault.ANY, death.call(), death.moment());
            life.onDeath(() -> {
                recorder.mark(null, Mark.Kind.FAULT, "the process that releases dies");
                time.after(death.away(), this::begin);
            });
        }
        Releases releases =
                engine.create(new Fleet(members), Registries.NONE, mine.scheduler(time), new SeededIds(random.split()));
        release = releases.start(drawn.spec(), this, Releases.IfBusy.REFUSE);
        entry = journal.begin(drawn.spec(), release);
        ReleaseJournal.Entry own = entry;
        release.result().thenAccept(own::ended);
    }

    /** What the result says of a cluster must be what runs there. */
    private void compare(ReleaseResult.ClusterResult said) {
        Deployment stable =
                fleet.cluster(said.cluster()).server().get(Kind.DEPLOYMENT, DrawnRelease.NAMESPACE, DrawnRelease.APP);
        String image =
                stable.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
        String expected = said.ended() == Ended.NEW ? DrawnRelease.NEW_IMAGE : DrawnRelease.OLD_IMAGE;
        if (!image.equals(expected)) {
            recorder.trace()
                    .violation(new Violation(
                            recorder.at(), said.cluster(), "truth", "said to be " + said.ended() + ", runs " + image));
        }
    }

    private RehearsalResult result(Duration length, String word, Optional<ReleaseResult> end) {
        end.filter(result -> !result.reason().isEmpty()).ifPresent(result -> recorder.trace()
                .failed(result.reason(), result.outcome() == ReleaseResult.Outcome.REFUSED));
        recorder.budgets();
        Trace trace = recorder.trace().finish(length, word, time.executed());
        return new RehearsalResult(trace, List.of(drawn.says()));
    }

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        checks++;
        boolean passed = checks < drawn.rejectedAt();
        Lifeline asked = life;
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        time.after(Duration.ofSeconds(random.nextInt(30)), () -> {
            if (asked.alive()) {
                judged(batch, passed);
                verdict.complete(passed ? new Verdict.Passed() : new Verdict.Rejected("errors in the log"));
            }
        });
        return verdict;
    }

    private void judged(BatchReport batch, boolean passed) {
        List<String> places =
                batch.places().stream().map(BatchReport.Place::cluster).toList();
        recorder.check(
                new Check(recorder.at(), String.join(" ", places), batch.batch(), batch.batches(), passed, 1, 0));
        if (passed) {
            List<String> allowed = drawn.spec().spread() == Spread.SEQUENCE
                    ? places
                    : drawn.spec().clusters();
            allowed.forEach(cluster -> invariants.permit(cluster, DrawnRelease.APP, batch.batch() + 1));
        }
    }

    @Override
    public void event(ReleaseEvent event) {
        progress.log(recorder.at(), event.cluster().map(c -> "[" + c + "] ").orElse("") + event.text());
        if (entry != null) {
            entry.event(event);
        }
    }
}
