package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Traces made by hand, for tests of findings and of the report. */
public final class SampleTraces {
    public static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final String OLD = "registry.example/shop/cart:1.0";
    private static final String NEW = "registry.example/shop/cart:2.0";

    private SampleTraces() {}

    public static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    public static PodSample pods(long at, String cluster, int oldReady, int newReady) {
        return new PodSample(s(at), cluster, "cart", oldReady, newReady, oldReady, newReady, 10);
    }

    public static TraceRecorder recorder(String... clusters) {
        TraceRecorder recorder =
                new TraceRecorder("examples/grey.Jenkinsfile", 7, "grey rehearse grey.Jenkinsfile --seed 7", START);
        recorder.clusters(List.of(clusters));
        return recorder;
    }

    /** Three clusters, batches 1, 4, 5; all well. */
    public static Trace good() {
        TraceRecorder recorder = recorder("gd9-a", "gd9-b", "sh1-a");
        recorder.stepStarted(
                new StepSpan("1", null, "stage", "Release", s(30), null, StepSpan.Status.RUNNING, "Jenkinsfile:4:5"));
        recorder.stepStarted(
                new StepSpan("2", "1", "canaryBatch", "cart", s(30), null, StepSpan.Status.RUNNING, "Jenkinsfile:5:9"));
        long at = 30;
        int step = 3;
        for (String cluster : List.of("gd9-a", "gd9-b", "sh1-a")) {
            recorder.sample(pods(0, cluster, 0, 0));
            recorder.sample(pods(12, cluster, 10, 0));
        }
        for (String cluster : List.of("gd9-a", "gd9-b", "sh1-a")) {
            at = release(recorder, cluster, at, step);
            step += 3;
            recorder.outcome(
                    new ClusterOutcome(cluster, "cart", ClusterOutcome.Result.RELEASED, OLD, NEW, s(200), null, ""));
            recorder.budget(new Budget(cluster, "cart", "cart-pdb", "maxUnavailable: 25%", List.of()));
        }
        recorder.stepEnded("2", s(at), StepSpan.Status.SUCCESS);
        recorder.stepEnded("1", s(at), StepSpan.Status.SUCCESS);
        return recorder.finish(s(at + 5), "SUCCESS", 12_345);
    }

    private static long release(TraceRecorder recorder, String cluster, long from, int step) {
        int[] sizes = {1, 4, 5};
        int done = 0;
        long at = from;
        for (int batch = 0; batch < sizes.length; batch++) {
            recorder.mark(new Mark(s(at), cluster, Mark.Kind.BATCH, "Batch " + (batch + 1) + " of 3"));
            int next = done + sizes[batch];
            recorder.sample(new PodSample(s(at + 2), cluster, "cart", 10 - done, next, 10 - done, done, 10));
            recorder.sample(new PodSample(s(at + 14), cluster, "cart", 10 - done, next, 10 - done, next, 10));
            recorder.sample(pods(at + 16, cluster, 10 - next, next));
            recorder.check(new Check(s(at + 30), cluster, batch + 1, 3, true, 1, 1));
            recorder.mark(new Mark(s(at + 30), cluster, Mark.Kind.CHECK, "Check of batch " + (batch + 1)));
            String id = Integer.toString(step + batch);
            recorder.stepStarted(new StepSpan(
                    id, "2", "sh", "./smoke.sh", s(at + 16), null, StepSpan.Status.RUNNING, "Jenkinsfile:6:13"));
            recorder.stepEnded(id, s(at + 30), StepSpan.Status.SUCCESS);
            recorder.assumption(
                    new Assumption(s(at + 16), "Jenkinsfile:6:13", "sh", "./smoke.sh", "exit code 0", "assumed"));
            if (batch == 0) {
                recorder.mark(new Mark(s(at + 60), cluster, Mark.Kind.APPROVAL, "approved by the rehearsal"));
            }
            done = next;
            at += 70;
        }
        recorder.mark(new Mark(s(at - 20), cluster, Mark.Kind.HANDOVER, "cart has the new ReplicaSet"));
        return at;
    }

    /** The image breaks in batch 2 of the first of two clusters; everything goes back. */
    public static Trace broken() {
        TraceRecorder recorder = recorder("a", "b");
        recorder.mark(new Mark(s(0), null, Mark.Kind.FAULT, "broken-image <script>alert(1)</script>"));
        recorder.sample(pods(0, "a", 10, 0));
        recorder.sample(pods(0, "b", 10, 0));
        recorder.mark(new Mark(s(60), "a", Mark.Kind.BATCH, "Batch 1 of 2"));
        recorder.sample(pods(70, "a", 10, 1));
        recorder.sample(pods(72, "a", 9, 1));
        recorder.mark(new Mark(s(100), "a", Mark.Kind.CHECK_FAILED, "the check failed: exit code 1"));
        recorder.mark(new Mark(s(101), "a", Mark.Kind.ROLLBACK, "rolling back"));
        recorder.sample(pods(102, "a", 8, 1));
        recorder.sample(pods(110, "a", 10, 1));
        recorder.sample(pods(112, "a", 10, 0));
        recorder.outcome(new ClusterOutcome(
                "a", "cart", ClusterOutcome.Result.ROLLED_BACK, OLD, NEW, s(52), s(12), "the check failed"));
        recorder.outcome(new ClusterOutcome("b", "cart", ClusterOutcome.Result.UNCHANGED, OLD, NEW, s(0), null, ""));
        return recorder.finish(s(120), "FAILURE", 99);
    }
}
