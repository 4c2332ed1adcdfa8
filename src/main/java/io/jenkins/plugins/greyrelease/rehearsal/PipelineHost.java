package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.WatchedApp;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Tally;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Check;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.Answer;
import io.jenkins.plugins.greyrelease.step.Host;
import io.jenkins.plugins.greyrelease.step.Question;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The surroundings of one grey step in a rehearsed pipeline. */
final class PipelineHost implements Host {
    private final Stage stage;
    private final StepContext context;
    private final Body body;
    private final Deque<ReleaseEvent> early = new ArrayDeque<>();
    private ReleaseSpec spec;
    private ReleaseJournal.Entry entry;
    private Throwable lastFailure;

    PipelineHost(Stage stage, StepContext context, Body body) {
        this.stage = stage;
        this.context = context;
        this.body = body;
    }

    @Override
    public void log(String line) {
        context.log(line);
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
    public Ids ids() {
        return stage.ids();
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
        if (body == null) {
            // no block, no question: whoever asked for the release approved all of it
            stage.invariants().permit(cluster, spec.app(), Integer.MAX_VALUE);
        }
    }

    @Override
    public CompletableFuture<String> readFile(String path) {
        String file = Workspace.resolve(context.scope().directory(), path);
        return context.build()
                .workspace()
                .read(file)
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new StepFailure("there is no file '" + path + "' in the workspace")));
    }

    @Override
    public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        BodyRun run = context.run(body, context.scope().with(environment), label, end -> {
            if (verdict.isCancelled()) {
                return;
            }
            if (spec != null) {
                checked(environment, end);
            }
            verdict.complete(verdict(end));
        });
        verdict.whenComplete((answer, failure) -> {
            if (verdict.isCancelled()) {
                run.cancel(new Interruption(Result.ABORTED, "nothing depends on this check any more"));
            }
        });
        return verdict;
    }

    /** The block of a release is its check; that of an errand is work. */
    private void checked(Map<String, String> environment, BodyResult end) {
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

    private Verdict verdict(BodyResult end) {
        if (end.failure().isEmpty()) {
            return new Verdict.Passed();
        }
        lastFailure = end.failure().get();
        String reason =
                lastFailure.getMessage() == null ? lastFailure.getClass().getSimpleName() : lastFailure.getMessage();
        return end.aborted() ? new Verdict.Aborted(reason) : new Verdict.Rejected(reason);
    }

    /** What the block last threw: Jenkins throws it again when the release has ended. */
    Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Says in log and report what a rehearsal takes for granted here because it cannot know. */
    void assume(StepSpec step, String what, String answer) {
        log("assumed for " + what + ": " + answer);
        stage.recorder()
                .trace()
                .assumption(new Assumption(
                        stage.recorder().at(), context.position().toString(), step.name(), what, answer, "assumed"));
    }

    @Override
    public CompletableFuture<Answer> ask(Question question) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        String where = context.env().get("GREY_CLUSTER");
        InputGate.Question asked = new InputGate.Question(
                context.id(), question.message(), String.join(",", question.approvers()), Map.of(), context.position());
        stage.gate().ask(asked, decision -> {
            String by = decision.by().orElse("somebody");
            String word = decision.proceed() ? "approved" : "rejected";
            stage.recorder()
                    .mark(
                            where == null || where.contains(" ") ? null : where,
                            decision.proceed() ? Mark.Kind.APPROVAL : Mark.Kind.CHECK_FAILED,
                            word + " by " + by + ": " + question.message());
            answer.complete(new Answer(decision.proceed(), by, stage.scheduler().now(), ""));
        });
        return answer;
    }
}
