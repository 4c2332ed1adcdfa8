package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Violations;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.PipelineListener;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Check;
import io.jenkins.plugins.greyrelease.rehearsal.trace.StepSpan;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceRecorder;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Violation;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes down what a pipeline and its releases do, from the moment it is made on.
 *
 * <p>Threads: that of the simulation only.
 */
final class RunRecorder implements PipelineListener {
    private final Scheduler time;
    private final Duration origin;
    private final Instant start;
    private final TraceRecorder trace;
    private final Progress progress;
    private final List<AppWatch> watches = new ArrayList<>();
    private final List<BudgetWatch> budgets = new ArrayList<>();
    private Duration lastChange = Duration.ZERO;

    RunRecorder(Scheduler time, TraceRecorder trace, Progress progress) {
        this.time = time;
        this.origin = time.elapsed();
        this.start = time.now();
        this.trace = trace;
        this.progress = progress;
    }

    TraceRecorder trace() {
        return trace;
    }

    /** Virtual time since the start. */
    Duration at() {
        return time.elapsed().minus(origin);
    }

    /** When anything was last written down. */
    Duration lastChange() {
        return lastChange;
    }

    /** Watches an app's pods and the budgets over them. */
    void watch(AppWatch watch, ApiServer server) {
        watches.add(watch);
        budgets.add(new BudgetWatch(server, watch.first(), watch.title(), this::at));
    }

    /** Takes down when budgets would have held up a drain; once, at the end. */
    void budgets() {
        budgets.forEach(watch -> watch.budgets().forEach(trace::budget));
    }

    Optional<AppWatch> watchOf(String cluster, String namespace, String app) {
        return watches.stream()
                .filter(watch -> watch.cluster().equals(cluster)
                        && watch.namespace().equals(namespace)
                        && watch.app().equals(app))
                .findFirst();
    }

    /** Takes the pods' numbers; cheap if nothing changed. */
    void sample() {
        for (AppWatch watch : watches) {
            Optional<PodSample> sample = watch.sample(at());
            if (sample.isPresent() && trace.sample(sample.get())) {
                lastChange = at();
                progress.pods(sample.get());
            }
        }
    }

    void mark(String cluster, Mark.Kind kind, String text) {
        mark(new Mark(at(), cluster, kind, text));
    }

    /** A fault begins or ends; the cluster is empty for one of the whole fleet. */
    void fault(String cluster, FaultSpec fault, boolean begins) {
        mark(cluster.isEmpty() ? null : cluster, Mark.Kind.FAULT, fault.says() + (begins ? "" : ": over"));
    }

    /** Takes down which invariants did not hold; once, at the end. */
    void violations(Violations violations) {
        violations
                .found()
                .forEach(each -> trace.violation(
                        new Violation(each.at().minus(origin), each.cluster(), each.invariant(), each.what())));
    }

    /** The record of an approval, whenever it changes. */
    void approval(Approval approval) {
        trace.approval(approval);
    }

    void check(Check check) {
        trace.check(check);
    }

    /** An event of a release, if it is worth a mark. */
    void event(ReleaseEvent event) {
        lastChange = at();
        Duration when = Duration.between(start, event.at());
        Mark.of(event, when).ifPresent(this::mark);
    }

    private void mark(Mark mark) {
        lastChange = at();
        trace.mark(mark);
        progress.mark(mark);
    }

    @Override
    public void stepStarted(String id, String parentId, String name, String label, Position position) {
        lastChange = at();
        trace.stepStarted(new StepSpan(
                id,
                parentId.isEmpty() ? null : parentId,
                name,
                label,
                at(),
                null,
                StepSpan.Status.RUNNING,
                position.toString()));
    }

    @Override
    public void stepEnded(String id, StepStatus status, String message) {
        lastChange = at();
        trace.stepEnded(id, at(), status(status));
    }

    private static StepSpan.Status status(StepStatus status) {
        return switch (status) {
            case SUCCESS -> StepSpan.Status.SUCCESS;
            case SKIPPED -> StepSpan.Status.SKIPPED;
            case UNSTABLE -> StepSpan.Status.UNSTABLE;
            case FAILURE -> StepSpan.Status.FAILED;
            case ABORTED -> StepSpan.Status.ABORTED;
        };
    }

    @Override
    public void log(String stepId, String line) {
        progress.log(at(), line);
    }

    @Override
    public void assumed(Assumption assumption) {
        String output = assumption.answer().output();
        trace.assumption(new io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption(
                at(),
                assumption.position().toString(),
                assumption.step(),
                assumption.text(),
                "exit code " + assumption.answer().exitCode()
                        + (output.isEmpty() ? ", no output" : ", " + output.length() + " characters of output"),
                assumption.answer().source()));
    }
}
