package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * An errand from its arguments to its end, for whoever hosts steps: chooses the clusters, asks whether the run may touch
 * them, and does it.
 *
 * <p>Threads: {@link #start} is called once, the others from any thread.
 */
public final class ErrandWork {
    private final Errand errand;
    private final Host host;
    private final Rules rules;
    private final CompletableFuture<StepOutcome> outcome = new CompletableFuture<>();
    private ErrandRun run;
    private String stoppedBy;

    /** What a run may touch. */
    @FunctionalInterface
    public interface Rules {
        /** Everything is allowed. */
        Rules NONE = (namespace, clusters) -> List.of();

        /**
         * Every reason why the run may not touch these clusters; none: it may. Without clusters: why it may not change
         * anything at all.
         *
         * @param namespace empty: all of them
         */
        List<String> problems(String namespace, List<String> clusters);
    }

    /** @param host what the errand sees of its surroundings */
    public ErrandWork(Errand errand, Host host, Rules rules) {
        this.errand = errand;
        this.host = host;
        this.rules = rules;
    }

    /** Does it, on the host's threads. Never fails: a refusal and a defect are outcomes too. */
    public CompletableFuture<StepOutcome> start() {
        host.scheduler().execute(this::choose);
        return outcome;
    }

    private void choose() {
        CompletableFuture<List<FleetMember>> members;
        try {
            members = errand.members(host.fleet());
        } catch (RuntimeException e) {
            members = CompletableFuture.failedFuture(e);
        }
        members.whenComplete((chosen, failure) -> host.scheduler().execute(() -> {
            try {
                if (failure == null) {
                    begin(chosen);
                } else {
                    end(failure);
                }
            } catch (RuntimeException e) {
                end(e);
            }
        }));
    }

    private void begin(List<FleetMember> members) {
        List<String> problems = errand.onlyAsks()
                ? List.of()
                : rules.problems(
                        errand.namespace(host.fleet()),
                        members.stream().map(FleetMember::name).toList());
        if (!problems.isEmpty()) {
            outcome.complete(new StepOutcome(Status.REFUSED, String.join("\n", problems), Map.of()));
            return;
        }
        ErrandRun begins = errand.run(host, members);
        synchronized (this) {
            if (stoppedBy != null) {
                return;
            }
            run = begins;
        }
        begins.start().whenComplete((end, failure) -> {
            if (failure == null) {
                outcome.complete(end);
            } else {
                end(failure);
            }
        });
    }

    private void end(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean refused = cause instanceof RefusedException || cause instanceof BadArgumentsException;
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        outcome.complete(new StepOutcome(refused ? Status.REFUSED : Status.FAILURE, why, Map.of()));
    }

    /**
     * Stops it: what is under way ends, nothing new begins.
     *
     * @param by who or what stops it, in words
     */
    public void stop(String by) {
        ErrandRun running;
        synchronized (this) {
            if (stoppedBy != null) {
                return;
            }
            stoppedBy = by;
            running = run;
        }
        if (running == null) {
            outcome.complete(
                    new StepOutcome(Status.ABORTED, "stopped by " + by + " before anything was changed", Map.of()));
        } else {
            running.stop(by);
        }
    }

    /** What it does now, in words. */
    public synchronized String status() {
        if (outcome.isDone()) {
            return "ended";
        }
        return (run == null ? "chooses the clusters" : run.status()) + (stoppedBy == null ? "" : ", about to stop");
    }
}
