package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what happens. Not thread-safe: a simulation has one thread. */
public final class TraceRecorder {
    private final String title;
    private final long seed;
    private final String replay;
    private final Instant start;
    private final List<String> clusters = new ArrayList<>();
    private final List<PodSample> samples = new ArrayList<>();
    private final Map<List<String>, PodSample> lastSamples = new LinkedHashMap<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<String, StepSpan> steps = new LinkedHashMap<>();
    private final Map<String, Approval> approvals = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Assumption> assumptions = new ArrayList<>();
    private final List<Budget> budgets = new ArrayList<>();
    private final List<ClusterOutcome> outcomes = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private String failure = "";
    private boolean refused;

    /** See {@link Trace} for the parameters. */
    public TraceRecorder(String title, long seed, String replay, Instant start) {
        this.title = title;
        this.seed = seed;
        this.replay = replay;
        this.start = start;
    }

    /** Names the clusters, in the fleet's order. */
    public void clusters(List<String> names) {
        clusters.addAll(names);
    }

    /**
     * Keeps the sample if its numbers differ from the last one of that app and cluster. Of several at one moment the
     * last one stays.
     *
     * @return whether it was kept
     */
    public boolean sample(PodSample sample) {
        List<String> key = List.of(sample.cluster(), sample.app());
        PodSample last = lastSamples.get(key);
        if (sample.sameNumbersAs(last)) {
            return false;
        }
        if (last != null && last.at().equals(sample.at())) {
            samples.remove(samples.lastIndexOf(last));
        }
        lastSamples.put(key, sample);
        samples.add(sample);
        return true;
    }

    /** Adds a mark. */
    public void mark(Mark mark) {
        marks.add(mark);
    }

    /** A step begins; its span has no end yet. */
    public void stepStarted(StepSpan running) {
        steps.put(running.id(), running);
    }

    /**
     * A step ends.
     *
     * @throws IllegalStateException if it never began
     */
    public void stepEnded(String id, Duration end, StepSpan.Status status) {
        StepSpan span = steps.get(id);
        if (span == null) {
            throw new IllegalStateException("step " + id + " ends but never began");
        }
        steps.put(
                id,
                new StepSpan(id, span.parent(), span.name(), span.label(), span.start(), end, status, span.position()));
    }

    /** Adds a run of a release step's block. */
    public void check(Check check) {
        checks.add(check);
    }

    /** Takes down how an approval stands; the last state of each is kept. */
    public void approval(Approval approval) {
        approvals.put(approval.id(), approval);
    }

    /** Adds an answer that was not simulated. */
    public void assumption(Assumption assumption) {
        assumptions.add(assumption);
    }

    /** Adds a budget over an app. */
    public void budget(Budget budget) {
        budgets.add(budget);
    }

    /** Adds where a cluster ended. */
    public void outcome(ClusterOutcome outcome) {
        outcomes.add(outcome);
    }

    /** Where clusters ended, as far as was added. */
    public List<ClusterOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Adds a broken invariant. */
    public void violation(Violation violation) {
        violations.add(violation);
    }

    /**
     * Says why the pipeline did not succeed.
     *
     * @param wasRefused whether a step refused what it was asked for, with nothing changed anywhere
     */
    public void failed(String why, boolean wasRefused) {
        failure = why;
        refused = wasRefused;
    }

    /** The trace so far. */
    public Trace finish(Duration length, String result, long events) {
        return new Trace(
                title,
                seed,
                replay,
                start,
                length,
                result,
                failure,
                refused,
                clusters,
                events,
                samples,
                marks,
                List.copyOf(steps.values()),
                checks,
                List.copyOf(approvals.values()),
                assumptions,
                budgets,
                outcomes,
                violations);
    }
}
