package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.ApprovalHost;
import io.jenkins.plugins.greyrelease.step.ApprovalNotes;
import io.jenkins.plugins.greyrelease.step.ApprovalNotices;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.ApprovalTickets;
import io.jenkins.plugins.greyrelease.step.Briefing;
import io.jenkins.plugins.greyrelease.step.Host;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.VoteSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The surroundings of one call of a grey step in a pipeline, as far as they are the same everywhere: the log, the files
 * and the block.
 *
 * <p>Threads: what concerns the pipeline is done by {@link #pipeline}; calls come from any thread.
 */
public abstract class StepHost implements Host, ApprovalHost {
    private final StepSpec step;
    private final StepContext context;
    private final Body body;
    private Throwable lastFailure;
    private ApprovalRun approval;

    /** Makes the surroundings of each call. */
    @FunctionalInterface
    public interface Factory {
        /** @param body the block of the call, or null */
        StepHost create(StepSpec step, StepContext context, Body body);
    }

    /** @param body the block of the call, or null */
    protected StepHost(StepSpec step, StepContext context, Body body) {
        this.step = step;
        this.context = context;
        this.body = body;
    }

    /** The step that is called. */
    protected final StepSpec step() {
        return step;
    }

    /** The call. */
    protected final StepContext context() {
        return context;
    }

    /** Whether the call has a block. */
    protected final boolean hasBlock() {
        return body != null;
    }

    /** Runs what concerns the pipeline, one after the other, where its steps run. */
    protected abstract Executor pipeline();

    /** About to release, with all arguments known. */
    protected void releases(ReleaseSpec spec) {
        // only some hosts have anything to say to it
    }

    /** About to do something that is no release, with good arguments. */
    protected void begins() {
        // as above
    }

    /**
     * About to ask people.
     *
     * @throws io.jenkins.plugins.greyrelease.step.RefusedException if it cannot ask like that
     */
    protected void approves(ManualApprovalArgs args) {
        // as above
    }

    /**
     * Asks people.
     *
     * @return ends when it is decided, or {@link #stopped} says that the run stops
     */
    final CompletableFuture<StepOutcome> approve(ManualApprovalArgs args) {
        ApprovalTickets.objection(args, services()).ifPresent(why -> {
            throw new RefusedException("manualApproval: issue: " + why);
        });
        approves(args);
        approval = new ApprovalRun(
                this,
                args,
                ApprovalRun.begin(context.id(), args, ballot(), scheduler().now()));
        tell(ApprovalNotices.asked(run(), approval.approval()));
        return approval.start();
    }

    /** The approval that this call asks for; null: it does not. */
    protected final ApprovalRun approval() {
        return approval;
    }

    /** The run stops. */
    final void stopped(String why) {
        approval.withdraw(why);
    }

    /** The release of this id, while it is under way in this process. */
    protected abstract Optional<Release> release(String id);

    /** A vote is bound to the batch whose check asks for it. */
    @Override
    public Ballot ballot() {
        return ApprovalNotes.ballot(context.env());
    }

    @Override
    public void kept(Approval record, List<Approval.Note> news) {
        ApprovalNotices.noted(run(), record, news).forEach(this::tell);
        if (record.ballot().ofRelease()) {
            release(record.ballot().release()).ifPresent(release -> release.approval(ApprovalNotes.note(record, news)));
        }
    }

    @Override
    public List<String> briefing() {
        return Briefing.of(release(ballot().release()), ballot(), List.of());
    }

    @Override
    public List<VoteSource> sources(ManualApprovalArgs args) {
        return ApprovalTickets.of(args, this::services, run(), ids(), this);
    }

    /** A run of the block ended. */
    protected void ran(Map<String, String> environment, BodyResult end) {
        // as above
    }

    /** A release or an errand ended, and now the call does. */
    protected void ended(StepOutcome outcome) {
        // as above
    }

    @Override
    public void log(String line) {
        context.log(line);
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
    public final CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        pipeline().execute(() -> {
            if (!verdict.isCancelled()) {
                run(environment, label, verdict);
            }
        });
        return verdict;
    }

    private void run(Map<String, String> environment, String label, CompletableFuture<Verdict> verdict) {
        BodyRun run = context.run(body, context.scope().with(environment), label, end -> {
            if (!verdict.isCancelled()) {
                ran(environment, end);
                verdict.complete(verdict(end));
            }
        });
        verdict.whenComplete((answer, failure) -> {
            if (verdict.isCancelled()) {
                pipeline()
                        .execute(() ->
                                run.cancel(new Interruption(Result.ABORTED, "nothing depends on this check any more")));
            }
        });
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
    final Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }
}
