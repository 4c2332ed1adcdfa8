package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleService;
import io.jenkins.plugins.greyrelease.flow.GreySteps;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultPlan;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSyntax;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultTarget;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.Pipeline;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps.CommonSteps;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceRecorder;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries a Jenkinsfile out against simulated clusters in virtual time. The same options give the same trace.
 *
 * <p>Threads: everything happens on the thread that calls {@link #run}.
 */
public final class Rehearsal {
    private static final Duration LONGEST = Duration.ofDays(30);
    /** How long a release may stand still until nobody is expected to come any more. */
    private static final Duration PATIENCE = Duration.ofHours(6);

    private static final Duration LET_GO = Duration.ofMinutes(2);
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private final RehearsalOptions options;
    private final VirtualTime time = new VirtualTime();
    private final List<Demand> demands;
    private final Scenery scenery;
    private final RunRecorder recorder;
    private final ReleaseJournal journal;
    private final Invariants invariants;
    private final StandIns standIns;
    private final SimulatedRegistries registries;
    private final StepRegistry steps;

    private Rehearsal(RehearsalOptions options, EngineFactory engine, Progress progress) {
        this.options = options;
        Discovery.Found found = Discovery.of(
                options.text(), options.name(), options.surroundings().get());
        demands = found.demands();
        SplittableRandom random = new SplittableRandom(options.seed());
        Optional<Manifests> manifests = options.manifests().map(path -> Manifests.load(path, namespace()));
        scenery = Scenery.set(options.fleet(), manifests, found, time, random);
        recorder = new RunRecorder(
                time, new TraceRecorder(options.name(), options.seed(), options.replay(), time.now()), progress);
        journal = new ReleaseJournal(recorder);
        invariants = new Invariants(time, options.replay());
        Ids ids = new SeededIds(random);
        registries = new SimulatedRegistries(
                options.fleet().map(FleetSpec::registries).orElse(List.of()),
                time,
                new SeededIds(new SplittableRandom(options.seed())));
        registries.fill(scenery.fleet(), found);
        Releases releases = engine.create(scenery.fleet().fleet(), registries.registries(), time, ids);
        standIns = new StandIns(
                time,
                new SeededIds(new SplittableRandom(options.seed())),
                options.fleet().map(FleetSpec::notifications).orElse(List.of()),
                line -> recorder.mark(null, Mark.Kind.NOTE, line));
        SimulatedBuilder builder = new SimulatedBuilder(registries::at);
        scenery.fleet().clusters().forEach(cluster -> cluster.images().work("*", builder::work));
        Stage stage = new Stage(
                new Fleet(scenery.fleet().fleet().members(), options.fleet().flatMap(FleetSpec::builds)),
                standIns.services(),
                standIns.jira(),
                standIns.news(),
                registries,
                time,
                ids,
                releases,
                options.gate(),
                options.voters(),
                recorder,
                journal,
                invariants);
        steps = GreySteps.addTo(
                CommonSteps.registry(stage.gate()),
                (step, context, body) -> new PipelineHost(stage, step, context, body));
    }

    /**
     * Rehearses.
     *
     * @param progress sees it go by
     * @throws UsageError if the Jenkinsfile is wrong in itself
     * @throws BadArgumentsException for faults that cannot be
     * @throws io.jenkins.plugins.greyrelease.rehearsal.api.ManifestException for manifests that cannot be used
     */
    public static RehearsalResult run(RehearsalOptions options, EngineFactory engine, Progress progress) {
        return new Rehearsal(options, engine, progress).play();
    }

    /** Objects of manifests that name no namespace are put where the releases look for them. */
    private String namespace() {
        List<String> all = demands.stream().map(Demand::namespace).distinct().toList();
        return all.size() == 1 ? all.get(0) : "default";
    }

    private RehearsalResult play() {
        Pipeline pipeline = Pipeline.load(
                options.text(), options.name(), steps, options.surroundings().get());
        List<String> names =
                scenery.fleet().clusters().stream().map(SimulatedCluster::name).toList();
        List<FaultSpec> faults = FaultSyntax.parse(options.faults(), names);
        registries.check(faults);
        recorder.trace().clusters(names);
        watchApps();
        scenery.remarks().forEach(remark -> recorder.mark(null, Mark.Kind.NOTE, remark));
        options.load().ifPresent(load -> load.on(scenery.fleet(), time.elapsed()));
        Optional<AutoscaleService> autoscale = autoscale();
        FaultPlan plan = startFaults(faults);
        recorder.sample();
        time.afterEach(recorder::sample);
        PipelineRun run = pipeline.start(time, recorder);
        boolean ended = time.runUntil(
                () -> run.done().isDone() || nobodyComes(), time.elapsed().plus(LONGEST));
        if (!run.done().isDone()) {
            recorder.mark(
                    null,
                    Mark.Kind.NOTE,
                    ended
                            ? "nobody came for " + PATIENCE.toHours()
                                    + " hours: the rehearsal ends, the release stays open"
                            : "the pipeline did not end within " + LONGEST.toDays() + " days");
            journal.letGo();
            time.runUntil(() -> run.done().isDone(), time.elapsed().plus(LET_GO));
        }
        plan.waiting().forEach(this::neverBegan);
        Duration length = recorder.at();
        lastWords(Optional.ofNullable(run.done().getNow(null)));
        autoscale.ifPresent(AutoscaleService::stop);
        recorder.budgets();
        time.advance(AFTERMATH);
        recordViolations();
        return result(Optional.ofNullable(run.done().getNow(null)), length);
    }

    /** Tickets and those who are notified get a while to hear how it ended. */
    private void lastWords(Optional<PipelineOutcome> outcome) {
        boolean success = outcome.filter(end -> end.result() == Result.SUCCESS).isPresent();
        String how = outcome.map(end -> end.result().name()).orElse("NOT_ENDED");
        CompletableFuture<Void> told = standIns.news().tickets().ended(PipelineHost.RUN, success, how);
        CompletableFuture<Void> sent = standIns.news().couriers().idle();
        if (!time.runUntil(() -> told.isDone() && sent.isDone(), time.elapsed().plus(LET_GO))) {
            standIns.news()
                    .tickets()
                    .untold()
                    .thenAccept(all -> all.forEach(each -> recorder.mark(null, Mark.Kind.NOTE, each)));
        }
        standIns.tickets().forEach(ticket -> recorder.mark(null, Mark.Kind.NOTE, ticket));
    }

    /** It is a process of its own, and no part of the releases whose rules are watched. */
    private Optional<AutoscaleService> autoscale() {
        RandomGenerator random = new SplittableRandom(options.seed());
        Optional<AutoscaleService> service = options.autoscale()
                .map(config -> new AutoscaleService(
                        config,
                        scenery.fleet().fleetOf("grey-autoscale", time, random),
                        time,
                        new SeededIds(random),
                        new LoadQueries(options.load(), time),
                        line -> recorder.mark(null, Mark.Kind.NOTE, line)));
        service.ifPresent(AutoscaleService::start);
        return service;
    }

    private void watchApps() {
        Map<String, Demand> apps = new LinkedHashMap<>();
        demands.forEach(demand -> apps.putIfAbsent(demand.key(), demand));
        for (SimulatedCluster cluster : scenery.fleet().clusters()) {
            for (Demand demand : apps.values()) {
                AppWatch.of(cluster.server(), demand.namespace(), demand.app(), title(demand))
                        .ifPresent(watch -> {
                            recorder.watch(watch, cluster.server());
                            invariants.watch(
                                    cluster.server(),
                                    new WatchedApp(demand.namespace(), demand.app(), "0", Duration.ZERO));
                        });
            }
        }
    }

    /** The app's name, with its namespace where another namespace has one of that name. */
    private String title(Demand demand) {
        boolean alone = demands.stream()
                .filter(each -> each.app().equals(demand.app()))
                .allMatch(each -> each.namespace().equals(demand.namespace()));
        return alone ? demand.app() : demand.key();
    }

    private void recordViolations() {
        Set<String> open = recorder.trace().outcomes().stream()
                .filter(outcome -> outcome.result().open())
                .map(ClusterOutcome::cluster)
                .collect(Collectors.toSet());
        invariants.ended(open);
        recorder.violations(invariants.violations());
    }

    private FaultPlan startFaults(List<FaultSpec> faults) {
        List<FaultTarget> targets = new ArrayList<>();
        scenery.fleet().clusters().forEach(cluster -> targets.add(new ClusterFaults(cluster, demands, time)));
        targets.add(standIns);
        targets.add(new RegistryTroubles(registries, demands));
        targets.add(new Operators(time, recorder, journal, invariants, options.whenPaused()));
        FaultPlan plan = new FaultPlan(new TimeSince(time, time.elapsed()), targets, recorder::fault);
        journal.onBatch(plan::batchStarted);
        plan.start(faults.stream().flatMap(this::forEachApp).toList());
        return plan;
    }

    private void neverBegan(FaultSpec fault) {
        int batch = ((FaultSpec.AtBatch) fault.when().trigger()).number();
        String where = fault.when().cluster().map(name -> " in " + name).orElse("");
        recorder.mark(
                null,
                Mark.Kind.NOTE,
                "a fault never began, since no batch " + batch + " started" + where + ": " + fault.says());
    }

    /** An edit that waits for a batch is made once to each app, when its own batch comes. */
    private Stream<FaultSpec> forEachApp(FaultSpec fault) {
        List<String> apps = demands.stream().map(Demand::key).distinct().toList();
        return fault instanceof FaultSpec.Edit edit && apps.size() > 1
                ? apps.stream().map(edit::of)
                : Stream.of(fault);
    }

    private boolean nobodyComes() {
        return journal.standsStill()
                && recorder.at().minus(recorder.lastChange()).compareTo(PATIENCE) > 0;
    }

    private RehearsalResult result(Optional<PipelineOutcome> outcome, Duration length) {
        String word = outcome.map(end -> end.result().name()).orElse("NOT_ENDED");
        Optional<PipelineOutcome.Failure> failure = outcome.flatMap(PipelineOutcome::failure);
        boolean unchanged =
                recorder.trace().outcomes().stream().allMatch(each -> each.result() == ClusterOutcome.Result.UNCHANGED);
        failure.ifPresent(end -> recorder.trace().failed(end.message(), unchanged && refuses(end.cause())));
        return new RehearsalResult(recorder.trace().finish(length, word, time.executed()), scenery.remarks());
    }

    private static boolean refuses(Throwable cause) {
        return cause instanceof UsageError
                || cause instanceof BadArgumentsException
                || cause instanceof RefusedException;
    }
}
