package io.jenkins.plugins.greyrelease.rehearsal.trace;

import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.recorder;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome.Result;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static TraceRecorder ended(Result... results) {
        TraceRecorder recorder = recorder();
        for (int i = 0; i < results.length; i++) {
            recorder.outcome(new ClusterOutcome("c" + i, "cart", results[i], "1", "2", s(5), null, ""));
        }
        return recorder;
    }

    private static String said(TraceRecorder recorder, String result) {
        Trace trace = recorder.finish(s(10), result, 1);
        return trace.verdict().title() + ". " + trace.sentence();
    }

    @Test
    void aReleaseThatWentThroughSaysWhetherItWasChecked() {
        assertThat(said(ended(), "SUCCESS")).isEqualTo("Rehearsed. The pipeline went through; it released nothing.");
        assertThat(said(ended(Result.RELEASED), "SUCCESS"))
                .isEqualTo("Rehearsed. Every cluster ended on the version it was to get.");
        TraceRecorder checked = ended(Result.RELEASED);
        checked.check(new Check(s(1), "c0", 1, 1, true, 1, 0));
        assertThat(said(checked, "SUCCESS")).endsWith(", and every check was carried out.");
    }

    @Test
    void aFailureSaysWhereTheClustersAre() {
        assertThat(said(ended(), "FAILURE")).isEqualTo("Failed. Nothing was released.");
        assertThat(said(ended(Result.ROLLED_BACK, Result.UNCHANGED), "FAILURE"))
                .isEqualTo("Failed. The release was taken back: every cluster is on the version it had.");
        assertThat(said(ended(Result.RELEASED, Result.ROLLED_BACK), "UNSTABLE"))
                .isEqualTo("Failed. Some clusters are on the new version, others are not.");
        assertThat(said(ended(Result.RELEASED), "FAILURE")).contains("what failed is the pipeline around it");
    }

    @Test
    void whatIsOpenIsNamedAndComesBeforeAFailure() {
        assertThat(said(ended(Result.RELEASED, Result.UNREACHABLE, Result.PAUSED), "FAILURE"))
                .isEqualTo("Open. The release did not end: c1 is unreachable and c2 is paused.");
    }

    @Test
    void aRefusalChangedNothing() {
        TraceRecorder recorder = ended(Result.UNCHANGED);
        recorder.failed("Jenkinsfile:1:1: no app", true);
        assertThat(said(recorder, "FAILURE")).isEqualTo("Refused. Nothing was changed in any cluster.");
    }

    @Test
    void anAbortIsNoFailureAndSaysWhereTheClustersAre() {
        assertThat(said(ended(Result.ROLLED_BACK), "ABORTED"))
                .startsWith("Stopped. The run was aborted, not approved, or out of time.")
                .endsWith("every cluster is on the version it had.");
    }

    @Test
    void aBrokenInvariantIsWorseThanEverything() {
        TraceRecorder recorder = ended(Result.PAUSED);
        recorder.violation(new Violation(s(1), null, "ends", "something was left"));
        assertThat(said(recorder, "SUCCESS")).startsWith("Broken rule. ").contains("not of this pipeline");
    }

    @Test
    void longListsAreCutToHowManyOthers() {
        Result[] six = new Result[6];
        java.util.Arrays.fill(six, Result.PAUSED);
        assertThat(said(ended(six), "FAILURE")).endsWith("c0 is paused, c1 is paused, c2 is paused and 3 others.");
    }
}
