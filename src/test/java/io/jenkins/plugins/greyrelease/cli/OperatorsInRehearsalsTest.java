package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import io.jenkins.plugins.greyrelease.rehearsal.Rehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalOptions;
import io.jenkins.plugins.greyrelease.rehearsal.WhenPaused;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People who steer a rehearsed release, on the real engine. */
class OperatorsInRehearsalsTest {
    private static final String RELEASE = "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a', 'b'],"
            + " batches: [1, 2, 'rest'], onFailure: 'pause') { sleep 60 }\n";
    private static final String FAILS_ONCE = "def runs = 0\n"
            + "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a', 'b'],"
            + " batches: [1, 'rest'], onFailure: 'pause') { runs++; if (runs == 2) { error 'errors in the log' } }\n";

    private static Trace rehearse(String jenkinsfile, WhenPaused whenPaused, String... faults) {
        RehearsalOptions options = new RehearsalOptions(
                "Jenkinsfile",
                jenkinsfile,
                Optional.empty(),
                Optional.empty(),
                List.of(faults),
                Optional.empty(),
                Optional.empty(),
                3,
                InputGate.ALWAYS,
                Optional.empty(),
                whenPaused,
                PipelineOptions::defaults,
                "grey rehearse Jenkinsfile --seed 3");
        Trace trace = Rehearsal.run(
                        options,
                        (fleet, registries, scheduler, ids) ->
                                new Rollouts(() -> fleet, scheduler, ids, "grey-rehearse"),
                        Progress.NONE)
                .trace();
        assertThat(trace.violations()).isEmpty();
        return trace;
    }

    private static List<String> marks(Trace trace) {
        return trace.marks().stream().map(Mark::text).toList();
    }

    @Test
    void aPauseThatLastsIsResumed() {
        Trace trace = rehearse(RELEASE, WhenPaused.STOP, "operator=pause@batch:2+30m");
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(marks(trace))
                .contains("an operator: pause", "an operator: pause: over", "resumed by an operator")
                .anyMatch(text -> text.startsWith("an operator said pause: release")
                        && text.contains("stands still, also when this process ends"));
        assertThat(trace.length()).isGreaterThan(java.time.Duration.ofMinutes(30));
    }

    @Test
    void promoteNowSkipsTheChecksThatAreLeft() {
        Trace all = rehearse(RELEASE, WhenPaused.STOP);
        Trace promoted = rehearse(RELEASE, WhenPaused.STOP, "operator=promote@batch:2");
        assertThat(promoted.result()).isEqualTo("SUCCESS");
        assertThat(promoted.checks()).hasSizeLessThan(all.checks().size());
        assertThat(promoted.length()).isLessThan(all.length());
    }

    @Test
    void aCheckThatRunsIsInterruptedWhenSomebodyRollsBack() {
        String longCheck = RELEASE.replace("sleep 60", "sleep 36000");
        Trace trace = rehearse(longCheck, WhenPaused.STOP, "operator=rollback@10m");
        assertThat(trace.result()).isEqualTo("FAILURE");
        assertThat(trace.length()).isLessThan(java.time.Duration.ofMinutes(15));
        assertThat(trace.checks()).isEmpty();
    }

    @Test
    void aReleaseThatStandsStillIsLeftOpenUnlessSomebodyComes() {
        assertThat(rehearse(FAILS_ONCE, WhenPaused.STOP).outcomes())
                .anyMatch(each -> each.result().open());
        assertThat(rehearse(FAILS_ONCE, WhenPaused.RESUME).result()).isEqualTo("SUCCESS");
        Trace back = rehearse(FAILS_ONCE, WhenPaused.ROLLBACK);
        assertThat(back.result()).isEqualTo("FAILURE");
        assertThat(back.outcomes()).noneMatch(each -> each.result().open());
    }

    @Test
    void aPersonAtTheTerminalIsAsked() {
        StringWriter out = new StringWriter();
        AskingGate person = new AskingGate(
                new ByteArrayInputStream("r\n".getBytes(StandardCharsets.UTF_8)), new PrintWriter(out), "alice");
        assertThat(rehearse(FAILS_ONCE, person).result()).isEqualTo("SUCCESS");
        assertThat(out.toString()).contains("stands still: check of batch 2 in a failed: errors in the log");
        assertThat(person.decide("again", 2)).as("no more input").isEmpty();
    }
}
