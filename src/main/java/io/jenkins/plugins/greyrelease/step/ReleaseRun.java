package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A release that a step carries out: its checks are runs of the step's block, its events are lines of the log.
 *
 * <p>Threads: as {@link Host} says.
 */
public final class ReleaseRun implements ReleaseHooks {
    private final Host host;
    private final ReleaseSpec spec;
    private final boolean hasBlock;
    private final ReleaseNotices notices;
    /** What happened before the engine had given the release out. */
    private final List<ReleaseEvent> early = new ArrayList<>();

    private volatile Release release;
    private boolean aborted;

    /**
     * @param hasBlock whether a batch is followed by a run of the block
     */
    public ReleaseRun(Host host, ReleaseSpec spec, boolean hasBlock) {
        this.host = host;
        this.spec = spec;
        this.hasBlock = hasBlock;
        this.notices = new ReleaseNotices(host.run(), spec, host.newsMemory());
    }

    /** Starts it; to be called once. Never fails: what goes wrong is an outcome. */
    public CompletableFuture<StepOutcome> start() {
        Release begun = host.release(spec, this);
        synchronized (early) {
            release = begun;
            early.forEach(this::tell);
            early.clear();
        }
        return begun.result().thenApply(result -> {
            synchronized (early) {
                notices.of(result, host.scheduler().now()).ifPresent(host::tell);
            }
            return Outcomes.of(result, aborted);
        });
    }

    private void tell(ReleaseEvent event) {
        notices.of(release.id(), event).ifPresent(host::tell);
    }

    /**
     * Stops it as {@code onAbort} says; the outcome comes when the release has ended or stands still.
     *
     * @param by who or what stops it, in words
     */
    public void abort(String by) {
        aborted = true;
        release.command(Release.Command.ABORT, by).whenComplete((answer, failure) -> {
            if (failure != null) {
                host.log("abort by " + by + " was refused: " + failure.getMessage());
            }
        });
    }

    /** The release itself, for an operator's commands; null before {@link #start}. */
    public Release release() {
        return release;
    }

    @Override
    public CompletableFuture<Verdict> check(BatchReport batch) {
        synchronized (early) {
            notices.batch(batch.image(), batch.batches());
        }
        if (!hasBlock) {
            return CompletableFuture.completedFuture(new Verdict.Passed());
        }
        CompletableFuture<Verdict> block =
                host.block(BatchEnvironment.of(spec.app(), batch), BatchEnvironment.label(batch));
        CompletableFuture<Verdict> verdict = block.thenApply(answer -> {
            aborted |= answer instanceof Verdict.Aborted;
            return answer;
        });
        verdict.whenComplete((answer, failure) -> {
            if (verdict.isCancelled()) {
                block.cancel(false);
            }
        });
        return verdict;
    }

    @Override
    public void event(ReleaseEvent event) {
        if (event.kind() != ReleaseEvent.Kind.APPROVAL) {
            // the approval has told it itself
            host.log(event.cluster().map(c -> "[" + c + "] ").orElse("") + event.text());
        }
        host.event(event);
        synchronized (early) {
            if (release == null) {
                early.add(event);
            } else {
                tell(event);
            }
        }
    }
}
