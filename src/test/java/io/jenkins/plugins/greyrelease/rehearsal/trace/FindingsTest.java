package io.jenkins.plugins.greyrelease.rehearsal.trace;

import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.pods;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.recorder;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {

    private static List<String> texts(Trace trace) {
        return Findings.of(trace).stream().map(Finding::text).toList();
    }

    @Test
    void aGoodReleaseNeverFellShort() {
        assertThat(texts(SampleTraces.good()))
                .containsExactly("In no cluster did serving pods ever fall below the number that was wanted.");
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
    void anAppThatStartsIsNoDip() {
        TraceRecorder recorder = recorder("a");
        recorder.sample(pods(0, "a", 0, 0));
        recorder.sample(pods(5, "a", 10, 0));
        assertThat(Findings.of(recorder.finish(s(10), "SUCCESS", 1)))
                .extracting(Finding::weight)
                .containsExactly(Finding.Weight.GOOD);
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
                .isEqualTo("cart in a is left unreachable; somebody has to end it. run it again when it is back.");
    }

    @Test
    void aBrokenInvariantIsAFaultOfOursAndSaysHowToReplay() {
        TraceRecorder recorder = recorder("a");
        recorder.violation(new Violation(s(65), "a", "Capacity", "9 of 10"));
        Trace trace = recorder.finish(s(70), "SUCCESS", 1);
        assertThat(trace.verdict()).isEqualTo(Verdict.FAILED);
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

    @Test
    void aBudgetThatHeldEveryPodAndTheLongestWaitAreTold() {
        TraceRecorder recorder = recorder("a");
        recorder.budget(new Budget(s(90), s(120), "a", "cart", "cart-pdb", "maxUnavailable: 0"));
        recorder.stepStarted(new StepSpan("1", null, "input", "Go?", s(5), null, StepSpan.Status.RUNNING, ""));
        recorder.stepEnded("1", s(3605), StepSpan.Status.SUCCESS);
        assertThat(texts(recorder.finish(s(4000), "SUCCESS", 1)))
                .containsExactly(
                        "PodDisruptionBudget cart-pdb (maxUnavailable: 0) in a would have blocked a node drain for 2 min"
                                + " from 1:30: it let no pod of cart go though all were ready.",
                        "The longest wait was 1 h in input (Go?), from 0:05.");
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
