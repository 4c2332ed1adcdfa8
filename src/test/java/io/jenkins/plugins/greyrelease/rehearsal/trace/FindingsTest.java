package io.jenkins.plugins.greyrelease.rehearsal.trace;

import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.pods;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.recorder;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.picture.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static List<String> texts(Trace trace) {
        return Findings.of(trace).stream().map(Finding::text).toList();
    }

    @Test
    void aGoodReleaseNeverFellShort() {
        assertThat(texts(SampleTraces.good()))
                .containsExactly(
                        "In no cluster did serving pods ever fall below the number that was wanted.",
                        "No disruption budget would have held up a node drain.");
        assertThat(SampleTraces.good().verdict()).isEqualTo(Verdict.REHEARSED);
    }

    @Test
    void theBatchThatStoppedTheReleaseIsNamedWithTheShareItHadReached() {
        assertThat(texts(SampleTraces.broken()))
                .contains(
                        "Batch 1 of 2 in a stopped the new version. By then it had served at most 10 % of the requests"
                                + " in a (1 of 10 serving pods), 5 % over all clusters.");
        assertThat(SampleTraces.broken().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void aVersionThatNeverServedReachedNobody() {
        TraceRecorder recorder = recorder("a");
        recorder.sample(pods(0, "a", 10, 0));
        recorder.mark(new Mark(s(5), "a", Mark.Kind.BATCH, "Batch 1 of 3"));
        recorder.sample(new PodSample(s(6), "a", "cart", 10, 1, 10, 0, 10));
        recorder.mark(new Mark(s(600), "a", Mark.Kind.ROLLBACK, "deadline"));
        assertThat(texts(recorder.finish(s(700), "FAILURE", 1)))
                .contains("Batch 1 of 3 in a stopped the new version."
                        + " No request reached it: no pod of it was ever ready.");
    }

    @Test
    void theTimeToGoBackIsTold() {
        assertThat(texts(SampleTraces.broken()))
                .contains("Going back to the old version took 12 s in a from the order to the end.");
    }

    @Test
    void aDipIsTheDeepestPointAndTheWholeTimeBelow() {
        CapacityFindings.Dip dip = CapacityFindings.deepest(
                List.of(pods(0, "a", 10, 0), pods(60, "a", 9, 0), pods(70, "a", 8, 0), pods(90, "a", 10, 0)), s(100));
        assertThat(dip.missing).isEqualTo(2);
        assertThat(dip.when()).isEqualTo(s(70));
        assertThat(dip.below).isEqualTo(s(30));
    }

    @Test
    void podsThatAreAskedForAreNotMissingBeforeTheyFirstServe() {
        List<PodSample> samples = List.of(
                pods(0, "a", 10, 0),
                new PodSample(s(20), "a", "cart", 10, 0, 10, 0, 12),
                new PodSample(s(25), "a", "cart", 12, 0, 11, 0, 12),
                new PodSample(s(30), "a", "cart", 12, 0, 12, 0, 12),
                new PodSample(s(50), "a", "cart", 12, 0, 11, 0, 12),
                new PodSample(s(60), "a", "cart", 12, 0, 12, 0, 12));
        CapacityFindings.Dip way = CapacityFindings.longestWay(samples, s(100));
        assertThat(way.missing).isEqualTo(2);
        assertThat(way.below).isEqualTo(s(10));
        CapacityFindings.Dip dip = CapacityFindings.deepest(samples, s(100));
        assertThat(dip.when()).as("one that served before").isEqualTo(s(50));
        assertThat(dip.missing).isEqualTo(1);
        assertThat(dip.below).isEqualTo(s(10));
    }

    @Test
    void whatAnAutoscalerAskedForIsKnownUnlessItDoesNotCome() {
        TraceRecorder recorder = recorder("a");
        recorder.sample(pods(0, "a", 10, 0));
        recorder.sample(new PodSample(s(20), "a", "cart", 11, 0, 10, 0, 11));
        recorder.sample(new PodSample(s(25), "a", "cart", 11, 0, 11, 0, 11));
        assertThat(Findings.of(recorder.finish(s(100), "SUCCESS", 1)))
                .contains(
                        new Finding(
                                Finding.Weight.GOOD,
                                "In no cluster did serving pods ever fall below the number that was wanted."),
                        new Finding(
                                Finding.Weight.INFO,
                                "cart was asked for more pods and had to start them: in a with 10 of 11 at 0:20 (for 5 s"
                                        + " in all)."));
        recorder.sample(new PodSample(s(26), "a", "cart", 11, 0, 11, 0, 14));
        assertThat(Findings.of(recorder.finish(s(100), "SUCCESS", 1)))
                .contains(new Finding(
                        Finding.Weight.WARNING,
                        "cart was asked for more pods and had to start them: in a with 11 of 14 at 0:26 (for 1 min 19 s"
                                + " in all)."));
    }

    @Test
    void appsThatFellShortAreToldOnceOverAllClusters() {
        TraceRecorder recorder = recorder("a", "b");
        for (String cluster : List.of("a", "b")) {
            recorder.sample(pods(0, cluster, 10, 0));
            recorder.sample(pods(60, cluster, 9, 0));
            recorder.sample(pods(90, cluster, 10, 0));
        }
        assertThat(texts(recorder.finish(s(100), "SUCCESS", 1)))
                .contains(
                        "cart fell below the number of pods wanted: in a to 9 of 10 at 1:00 (for 30 s in all) and in b to"
                                + " 9 of 10 at 1:00 (for 30 s in all).");
    }

    @Test
    void aHoldOfSecondsIsNoneForADrainThatAsksAgain() {
        TraceRecorder recorder = oneMore("a");
        recorder.budget(budget("a", "maxUnavailable: 1", 100, 4));
        assertThat(texts(recorder.finish(s(110), "SUCCESS", 1)))
                .contains("No disruption budget would have held up a node drain.");
    }

    @Test
    void checksThatCarriedOutNoStepAreCounted() {
        TraceRecorder recorder = recorder("a");
        recorder.check(new Check(s(1), "a", 1, 2, true, 0, 0));
        recorder.check(new Check(s(2), "a", 2, 2, false, 1, 0));
        assertThat(texts(recorder.finish(s(10), "FAILURE", 1)))
                .contains(
                        "1 of 2 checks passed without a step: nothing but the pods' own readiness was checked there.");
    }

    @Test
    void anAppThatStartsIsNoDip() {
        TraceRecorder recorder = recorder("a");
        recorder.sample(pods(0, "a", 0, 0));
        recorder.sample(pods(5, "a", 10, 0));
        assertThat(Findings.of(recorder.finish(s(10), "SUCCESS", 1)))
                .extracting(Finding::text)
                .containsExactlyInAnyOrder(
                        "In no cluster did serving pods ever fall below the number that was wanted.",
                        "No disruption budget covers cart in a: a node drain may take many of its pods at once.");
    }

    @Test
    void checksThatAreOnlyAssumedMakeItFlowOnly() {
        TraceRecorder recorder = recorder("a");
        recorder.check(new Check(s(1), "a", 1, 2, true, 0, 2));
        recorder.check(new Check(s(2), "a", 2, 2, true, 1, 2));
        Trace trace = recorder.finish(s(10), "SUCCESS", 1);
        assertThat(trace.verdict()).isEqualTo(Verdict.FLOW_ONLY);
        assertThat(texts(trace)).anyMatch(text -> text.startsWith("1 of 2 checks were only assumed"));
    }

    @Test
    void anOpenClusterComesBeforeEverythingElse() {
        TraceRecorder recorder = recorder("a");
        recorder.outcome(new ClusterOutcome(
                "a", "cart", ClusterOutcome.Result.UNREACHABLE, "1", "2", s(5), null, "run it again when it is back"));
        Trace trace = recorder.finish(s(10), "FAILURE", 1);
        assertThat(trace.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(texts(trace).get(0))
                .isEqualTo("cart in a is left unreachable; somebody has to end it: run it again when it is back.");
    }

    @Test
    void aBrokenInvariantIsAFaultOfOursAndSaysHowToReplay() {
        TraceRecorder recorder = recorder("a");
        recorder.violation(new Violation(s(65), "a", "Capacity", "9 of 10"));
        Trace trace = recorder.finish(s(70), "SUCCESS", 1);
        assertThat(trace.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(texts(trace).get(0))
                .contains("1:05", "Capacity: 9 of 10", "grey rehearse grey.Jenkinsfile --seed 7");
    }

    @Test
    void frozenAutoscalerTimeIsAddedUpAndAForgottenOneIsAProblem() {
        TraceRecorder recorder = recorder("a", "b");
        recorder.mark(new Mark(s(10), "a", Mark.Kind.FREEZE, ""));
        recorder.mark(new Mark(s(40), "a", Mark.Kind.THAW, ""));
        recorder.mark(new Mark(s(50), "b", Mark.Kind.FREEZE, ""));
        assertThat(Findings.of(recorder.finish(s(70), "SUCCESS", 1)))
                .containsExactly(
                        new Finding(Finding.Weight.PROBLEM, "The autoscaler in b is still frozen, since 0:50."),
                        new Finding(
                                Finding.Weight.INFO,
                                "The autoscaler in a was frozen for 30 s; load was not followed meanwhile."));
    }

    private static Budget budget(String cluster, String terms, long... fromAndLasted) {
        List<Budget.Block> blocks = new ArrayList<>();
        for (int i = 0; i < fromAndLasted.length; i += 2) {
            blocks.add(new Budget.Block(s(fromAndLasted[i]), s(fromAndLasted[i + 1])));
        }
        return new Budget(cluster, "cart", "cart-pdb", terms, blocks);
    }

    /** From 100 on there is one new pod too many, for a while. */
    private static TraceRecorder oneMore(String... clusters) {
        TraceRecorder recorder = recorder(clusters);
        for (String cluster : clusters) {
            recorder.sample(pods(0, cluster, 10, 0));
            recorder.sample(new PodSample(s(100), cluster, "cart", 10, 1, 10, 0, 10));
            recorder.sample(pods(120, cluster, 9, 1));
        }
        return recorder;
    }

    @Test
    void aBudgetThatHeldEveryPodWhileNewOnesCameUpIsToldWithItsLongestTime() {
        TraceRecorder recorder = oneMore("a", "b");
        recorder.budget(budget("a", "minAvailable: 80%", 100, 12, 114, 6));
        recorder.budget(budget("b", "minAvailable: 80%", 100, 20));
        assertThat(Findings.of(recorder.finish(s(4000), "SUCCESS", 1)))
                .contains(new Finding(
                        Finding.Weight.INFO,
                        "PodDisruptionBudget cart-pdb (minAvailable: 80%) would have blocked a node drain in a for"
                                + " 18 s in all (the longest 12 s, from 1:40) and b for 20 s from 1:40: while pods"
                                + " came up it let none of cart go."));
    }

    @Test
    void aBudgetThatHoldsForMinutesIsWorthALook() {
        TraceRecorder recorder = oneMore("a");
        recorder.budget(budget("a", "maxUnavailable: 1", 100, 600));
        assertThat(Findings.of(recorder.finish(s(110), "SUCCESS", 1)))
                .filteredOn(finding -> finding.text().contains("cart-pdb"))
                .extracting(Finding::weight)
                .containsExactly(Finding.Weight.WARNING);
    }

    @Test
    void aBudgetThatHoldsEveryPodThoughAllServeBlocksEveryDrain() {
        TraceRecorder recorder = oneMore("a", "b", "c", "d", "e");
        List.of("a", "b", "c", "d", "e")
                .forEach(cluster -> recorder.budget(budget(cluster, "maxUnavailable: 0", 0, 4000)));
        assertThat(texts(recorder.finish(s(4000), "SUCCESS", 1)))
                .contains(
                        "PodDisruptionBudget cart-pdb (maxUnavailable: 0) lets no pod of cart go even when all of them"
                                + " serve, in a, b, c and 2 others: it would have blocked every node drain until somebody"
                                + " changes the budget.");
    }

    @Test
    void theLongestWaitIsTold() {
        TraceRecorder recorder = recorder("a");
        recorder.stepStarted(new StepSpan("1", null, "input", "Go?", s(5), null, StepSpan.Status.RUNNING, ""));
        recorder.stepEnded("1", s(3605), StepSpan.Status.SUCCESS);
        assertThat(texts(recorder.finish(s(4000), "SUCCESS", 1)))
                .containsExactly("The longest wait was 1 h in input (Go?), from 0:05.");
    }

    @Test
    void durationsAreWrittenForPeople() {
        assertThat(Times.words(Duration.ofMillis(2_540))).isEqualTo("2.5 s");
        assertThat(Times.words(s(190))).isEqualTo("3 min 10 s");
        assertThat(Times.words(s(90_061))).isEqualTo("1 d 1 h");
        assertThat(Times.words(Duration.ZERO)).isEqualTo("0 s");
        assertThat(Times.clock(s(3723))).isEqualTo("1:02:03");
    }
}
