package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that happened in one rehearsal, in virtual time, in the order it happened. The same pipeline, manifests, faults
 * and seed give the same trace.
 *
 * @param title what was rehearsed, such as the Jenkinsfile's path
 * @param seed all chance of the run
 * @param replay the command that gives this trace again
 * @param start the virtual clock at the beginning
 * @param length how much virtual time passed
 * @param result the pipeline's result, as Jenkins names it
 * @param failure why the pipeline did not succeed, with its place; empty if it did
 * @param refused whether it failed because a step refused what it was asked for, with nothing changed anywhere
 * @param clusters names, in the fleet's order
 * @param events how many events the simulation carried out, each with all invariants checked
 * @param violations invariants that did not hold; must be empty
 */
public record Trace(
        String title,
        long seed,
        String replay,
        Instant start,
        Duration length,
        String result,
        String failure,
        boolean refused,
        List<String> clusters,
        long events,
        List<PodSample> samples,
        List<Mark> marks,
        List<StepSpan> steps,
        List<Check> checks,
        List<Approval> approvals,
        List<Assumption> assumptions,
        List<Budget> budgets,
        List<ClusterOutcome> outcomes,
        List<Violation> violations) {

    public Trace {
        clusters = List.copyOf(clusters);
        samples = List.copyOf(samples);
        marks = List.copyOf(marks);
        steps = List.copyOf(steps);
        checks = List.copyOf(checks);
        approvals = List.copyOf(approvals);
        assumptions = List.copyOf(assumptions);
        budgets = List.copyOf(budgets);
        outcomes = List.copyOf(outcomes);
        violations = List.copyOf(violations);
    }

    /** What it is worth. */
    public Verdict verdict() {
        return Verdict.of(this);
    }

    /** The verdict in a sentence or two, for people. */
    public String sentence() {
        return verdict().sentence(this);
    }

    /** Samples of one app in one cluster. */
    public List<PodSample> samplesOf(String cluster, String app) {
        return samples.stream()
                .filter(sample ->
                        sample.cluster().equals(cluster) && sample.app().equals(app))
                .toList();
    }

    /** Apps that were watched in a cluster, in order of their first sample. */
    public List<String> appsIn(String cluster) {
        return samples.stream()
                .filter(sample -> sample.cluster().equals(cluster))
                .map(PodSample::app)
                .distinct()
                .toList();
    }

    /** Marks of one cluster and those of the whole fleet. */
    public Stream<Mark> marksOf(String cluster) {
        return marks.stream().filter(mark -> mark.concerns(cluster));
    }
}
