package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.flow.StepHost;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.image.build.LocalLayers;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.SerialScheduler;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.Question;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** The surroundings of a grey step of a Jenkinsfile that runs for real. */
final class FileHost extends StepHost {
    private final Around around;
    private volatile ReleaseSpec spec;

    /**
     * What all calls share.
     *
     * @param pipeline where the pipeline runs
     * @param releases the engine
     * @param gate who answers questions
     * @param approval what people can be asked here
     * @param begun what was begun in the clusters
     */
    record Around(
            LiveSession session,
            SerialScheduler pipeline,
            Releases releases,
            InputGate gate,
            ApprovalLimits approval,
            Begun begun) {}

    FileHost(Around around, StepSpec step, StepContext context, Body body) {
        super(step, context, body);
        this.around = around;
    }

    @Override
    protected Executor pipeline() {
        return around.pipeline();
    }

    @Override
    protected void approves(ManualApprovalArgs args) {
        around.approval().check(args);
    }

    @Override
    public void event(ReleaseEvent event) {
        if (event.kind() == ReleaseEvent.Kind.STARTED || event.kind() == ReleaseEvent.Kind.ATTACHED) {
            around.begun().change();
        }
        if (event.kind() == ReleaseEvent.Kind.PAUSED) {
            log("from another terminal: grey resume, promote, rollback or abort --app " + Begun.app(spec)
                    + "; Ctrl-C leaves it as it is");
        }
    }

    @Override
    protected void ended(StepOutcome outcome) {
        around.begun().ended(Optional.ofNullable(spec), outcome.status());
    }

    @Override
    public Fleet fleet() {
        return around.session().fleet();
    }

    @Override
    public Registries registries() {
        return around.session().registries();
    }

    /** Files are those of this machine. */
    @Override
    public CompletableFuture<Layers> layers(LayerOrder order) {
        Path folder = Path.of(context().build().workspace().root())
                .resolve(context().scope().directory());
        return LocalLayers.ofCheckout(folder, order, ForkJoinPool.commonPool(), this::log);
    }

    @Override
    public Ids ids() {
        return around.session().ids();
    }

    /** A step's own work is done where the pipeline runs, one thing at a time; the engine's is not. */
    @Override
    public Services services() {
        return around.session().services();
    }

    @Override
    public News news() {
        return around.session().news();
    }

    @Override
    public RunRef run() {
        return around.session().run();
    }

    @Override
    public Scheduler scheduler() {
        return around.pipeline();
    }

    @Override
    public Release release(ReleaseSpec wanted, ReleaseHooks hooks) {
        spec = wanted;
        Release release = around.releases().start(wanted, hooks, Releases.IfBusy.REFUSE);
        around.begun().drives(wanted, release);
        return release;
    }

    @Override
    protected Optional<Release> release(String id) {
        return around.begun().driven().stream()
                .map(Begun.Driven::release)
                .filter(release -> release.id().equals(id))
                .findFirst();
    }

    /** Whoever sits here: whether that is enough for the approvers, {@link ApprovalLimits} has said. */
    @Override
    public People people() {
        return new TerminalPeople(
                approval().approval().rules().approvers(), around.approval().yes());
    }

    @Override
    public void show(Question question) {
        InputGate.Question asked = new InputGate.Question(
                context().id(),
                question.message(),
                String.join(", ", question.rules().approvers()),
                Map.of(),
                context().position());
        around.gate().ask(asked, decision -> approval()
                .vote(new Vote(
                        decision.by().orElse("somebody"),
                        decision.proceed(),
                        around.pipeline().now(),
                        decision.comment(),
                        "terminal",
                        question.ballot())));
    }

    /** What stands on a terminal stays; an answer that comes later is too late. */
    @Override
    public void hide() {
        log("nobody needs to answer any more");
    }
}
