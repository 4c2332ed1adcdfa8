package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.flow.StepHost;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.image.build.Place;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Tally;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Check;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.Question;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The surroundings of one grey step in a rehearsed pipeline. */
final class PipelineHost extends StepHost {
    /** What a rehearsal is called as a run. */
    static final String RUN = "rehearsal";

    private final Stage stage;
    private final Polling polling;
    private final Deque<ReleaseEvent> early = new ArrayDeque<>();
    private ReleaseSpec spec;
    private ReleaseJournal.Entry entry;

    PipelineHost(Stage stage, StepSpec step, StepContext context, Body body) {
        super(step, context, body);
        this.stage = stage;
        this.polling = new Polling(stage);
    }

    /** A rehearsal has one thread. */
    @Override
    protected Executor pipeline() {
        return Runnable::run;
    }

    @Override
    public void event(ReleaseEvent event) {
        if (event.kind() == ReleaseEvent.Kind.STARTED) {
            stage.invariants().began(spec.app());
        }
        if (event.kind() == ReleaseEvent.Kind.STARTED || event.kind() == ReleaseEvent.Kind.ATTACHED) {
            spec.clusters().forEach(this::agreed);
        }
        if (entry == null) {
            early.add(event);
        } else {
            entry.event(event);
        }
    }

    @Override
    public Fleet fleet() {
        return stage.fleet();
    }

    @Override
    public Registries registries() {
        return stage.registries().registries();
    }

    @Override
    public Optional<Place> base(ImageRef image) {
        SimulatedRegistries.Base base = stage.registries().base(image);
        if (base.madeUp()) {
            assume(image.toString(), "there is such a base image, for every usual platform");
        }
        return Optional.of(base.place());
    }

    @Override
    public CompletableFuture<Layers> layers(LayerOrder order) {
        for (LayerOrder.Part part : order.parts()) {
            if (part.kind() == LayerOrder.Kind.CONTEXT) {
                assume(
                        order.folder(),
                        "its Dockerfile builds, and what the builder pushes has the labels it was given");
                continue;
            }
            String path = order.folder().isEmpty() ? part.from() : order.folder() + "/" + part.from();
            boolean there = context()
                    .build()
                    .workspace()
                    .exists(Workspace.resolve(context().scope().directory(), path));
            assume(path, there ? "its files are as they should be" : "it is built by then");
        }
        return AssumedImages.layers(order, stage.scheduler(), this::log);
    }

    @Override
    public Ids ids() {
        return stage.ids();
    }

    @Override
    public Services services() {
        return stage.services();
    }

    @Override
    public News news() {
        return stage.news();
    }

    @Override
    public RunRef run() {
        return new RunRef(RUN, "");
    }

    @Override
    public Scheduler scheduler() {
        return stage.scheduler();
    }

    @Override
    public Release release(ReleaseSpec spec, ReleaseHooks hooks) {
        this.spec = spec;
        Release release = stage.releases().start(spec, hooks, Releases.IfBusy.REFUSE);
        entry = stage.journal().begin(spec, release);
        early.forEach(entry::event);
        release.result().thenAccept(entry::ended);
        return release;
    }

    private void agreed(String cluster) {
        stage.invariants()
                .agreed(
                        cluster,
                        new WatchedApp(
                                spec.namespace(),
                                spec.app(),
                                spec.maxUnavailable(),
                                spec.minReady().orElse(Duration.ZERO)));
        if (!hasBlock()) {
            // no block, no question: whoever asked for the release approved all of it
            stage.invariants().permit(cluster, spec.app(), Integer.MAX_VALUE);
        }
    }

    /** The block of a release is its check; that of an errand is work. */
    @Override
    protected void ran(Map<String, String> environment, BodyResult end) {
        if (spec == null) {
            return;
        }
        Check check = check(environment, end);
        stage.recorder().check(check);
        if (check.passed()) {
            permit(environment.getOrDefault("GREY_APP", ""), check);
        }
    }

    /** The block is what approves the next batch; the invariants hear it from here, not from the engine. */
    private void permit(String app, Check check) {
        List<String> together =
                spec.spread() == Spread.SEQUENCE ? List.of(check.clusters().split(" ")) : spec.clusters();
        together.forEach(cluster -> stage.invariants().permit(cluster, app, check.batch() + 1));
    }

    private Check check(Map<String, String> environment, BodyResult end) {
        Tally tally = end.tally();
        return new Check(
                stage.recorder().at(),
                environment.getOrDefault("GREY_CLUSTER", ""),
                Integer.parseInt(environment.getOrDefault("GREY_BATCH", "0")),
                Integer.parseInt(environment.getOrDefault("GREY_BATCHES", "0")),
                end.failure().isEmpty(),
                tally.real() + tally.answered(),
                tally.assumed());
    }

    @Override
    protected void releases(ReleaseSpec released) {
        ImageTags.of(released.change()).forEach(tag -> assume(tag, ImageTags.ANSWER));
    }

    /** The stand-ins of other systems find everything in order, unless a fault says otherwise. */
    @Override
    protected void begins() {
        if (step().equals(StepSpecs.SONAR_GATE)) {
            assume("the quality gate", "it is as it should be");
            context().assumed();
        } else if (step().equals(StepSpecs.JIRA_CHANGE)) {
            assume("the ticket", "it is there, with the status that is asked for");
            context().assumed();
        }
    }

    @Override
    protected void approves(ManualApprovalArgs args) {
        if (args.rules().quorum() > 1 && stage.voters().isEmpty()) {
            assume("quorum: " + args.rules().quorum(), "the votes come from as many different people");
        }
        if (args.rules().separateDuties() && stage.voters().isEmpty()) {
            assume("separateDuties: true", "whoever started the run is not among those who vote");
        }
        polling.ticket(args.ticket());
    }

    /** Says in log and report what a rehearsal takes for granted here because it cannot know. */
    private void assume(String what, String answer) {
        log("assumed for " + what + ": " + answer);
        stage.recorder()
                .trace()
                .assumption(new Assumption(
                        stage.recorder().at(),
                        context().position().toString(),
                        step().name(),
                        what,
                        answer,
                        "assumed"));
    }

    @Override
    protected Optional<Release> release(String id) {
        return stage.journal().running().stream()
                .map(ReleaseJournal.Entry::release)
                .filter(release -> release.id().equals(id))
                .findFirst();
    }

    @Override
    public People people() {
        return polling.people();
    }

    @Override
    public void show(Question question) {
        InputGate.Question asked = new InputGate.Question(
                context().id(),
                question.message(),
                String.join(",", question.rules().approvers()),
                Map.of(),
                context().position());
        polling.ask(question, asked, approval());
    }

    @Override
    public void hide() {
        // there is nothing to take back: whoever answers looks whether it is still asked
    }

    @Override
    public void kept(Approval record, List<Approval.Note> news) {
        super.kept(record, news);
        if (!record.ballot().ofRelease()) {
            news.forEach(
                    note -> stage.recorder().mark(null, Mark.Kind.APPROVAL, note.text() + ": " + record.message()));
        }
        stage.recorder().approval(record);
    }
}
