package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.trace.StepSpan;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a rehearsal does around the engine; nothing here gets as far as a release. */
class RehearsalTest {
    private static final EngineFactory NO_RELEASES = (fleet, registries, scheduler, ids) -> (spec, hooks, ifBusy) -> {
        throw new IllegalStateException("this test has no engine");
    };

    private static RehearsalResult run(String jenkinsfile) {
        return Rehearsal.run(RehearsalOptions.of("Jenkinsfile", jenkinsfile), NO_RELEASES, Progress.NONE);
    }

    private static RehearsalOptions options(List<String> faults, InputGate gate, String jenkinsfile) {
        return new RehearsalOptions(
                "Jenkinsfile",
                jenkinsfile,
                Optional.empty(),
                Optional.empty(),
                faults,
                Optional.empty(),
                Optional.empty(),
                5,
                gate,
                Optional.empty(),
                WhenPaused.STOP,
                PipelineOptions::defaults,
                "grey rehearse Jenkinsfile --seed 5");
    }

    @Test
    void stepsAndAssumptionsStandInTheTrace() {
        Trace trace = run("node { stage('Test') { sh 'make check' } }").trace();
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.steps()).extracting(StepSpan::name).contains("stage", "sh");
        assertThat(trace.steps()).allMatch(step -> step.status() == StepSpan.Status.SUCCESS);
        assertThat(trace.assumptions()).singleElement().satisfies(assumption -> {
            assertThat(assumption.text()).isEqualTo("make check");
            assertThat(assumption.source()).isEqualTo("assumed");
        });
    }

    @Test
    void aQualityGateIsWalkedThroughAndItsTroublesCanBeRehearsed() {
        String jenkinsfile = "echo sonarGate(project: 'cart').status";
        Trace good = run(jenkinsfile).trace();
        assertThat(good.result()).as(TraceText.of(good)).isEqualTo("SUCCESS");
        Trace failing = Rehearsal.run(
                        options(List.of("sonar=error"), InputGate.ALWAYS, jenkinsfile), NO_RELEASES, Progress.NONE)
                .trace();
        assertThat(failing.result()).isEqualTo("FAILURE");
        assertThat(TraceText.of(failing)).contains("new_coverage is 61.5, less than 80");
        Trace late = Rehearsal.run(
                        options(
                                List.of("sonar=pending+10m"),
                                InputGate.ALWAYS,
                                "echo sonarGate(project: 'cart').status"),
                        NO_RELEASES,
                        Progress.NONE)
                .trace();
        assertThat(late.result()).isEqualTo("SUCCESS");
        assertThat(late.length()).isGreaterThan(Duration.ofMinutes(10));
    }

    @Test
    void aChangeTicketIsWalkedThroughAndClosedWhereAFaultSaysSo() {
        String jenkinsfile = "def change = jiraChange(issue: 'CHG-1', require: 'Approved', transition: 'In Progress',"
                + " comment: 'begins')\nsleep 600\njiraChange issue: change.issue, comment: 'still at it'";
        assertThat(run(jenkinsfile).trace().result()).isEqualTo("SUCCESS");
        Trace closed = Rehearsal.run(
                        options(List.of("jira=closed@5m"), InputGate.ALWAYS, jenkinsfile), NO_RELEASES, Progress.NONE)
                .trace();
        assertThat(closed.result()).isEqualTo("FAILURE");
        assertThat(TraceText.of(closed)).contains("CHG-1 is closed: its status is 'Done'");
    }

    @Test
    void clustersAndAppsThatTheJenkinsfileNamesAreMadeUpAndSaidToBe() {
        RehearsalResult result = run("def where = ['gd9-a', 'gd9-b']\n"
                + "manualApproval 'go on?'\n"
                + "if (false) { echo 'never' }\n"
                + "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: where, batches: ['x']) { }");
        assertThat(result.refused().orElseThrow()).contains("Jenkinsfile:4").contains("batches");
        assertThat(result.trace().marks()).extracting(Mark::kind).contains(Mark.Kind.APPROVAL);

        Trace trace = run("canaryBatch(app: 'cart', namespace: 'shop', image: 'r/cart:2', clusters: ['a', 'b'],"
                        + " batches: [1, 'rest']) { }")
                .trace();
        assertThat(trace.result()).isEqualTo("FAILURE");
        assertThat(trace.clusters()).containsExactly("a", "b");
        assertThat(trace.samples()).extracting(sample -> sample.oldReady()).containsExactly(10, 10);
        assertThat(trace.marks())
                .filteredOn(mark -> mark.kind() == Mark.Kind.NOTE)
                .extracting(Mark::text)
                .containsExactly(
                        "no fleet was given: made up a, b",
                        "no manifests were given: made up 10 pods with a Service and a disruption budget in each"
                                + " cluster for cart");
    }

    @Test
    void aRefusalNamesThePlaceAndChangesNothing() {
        RehearsalResult result =
                run("canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a', 'a']," + " batches: [1, 'rest']) { }");
        assertThat(result.refused().orElseThrow()).contains("Jenkinsfile:1").contains("clusters: 'a': is named twice");
        assertThat(result.trace().outcomes()).isEmpty();
    }

    @Test
    void aTypingMistakeInAStepsNameIsToldWithTheNameThatWasMeant() {
        assertThatThrownBy(() -> run("canaryBach(app: 'cart') { }"))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("canaryBatch");
    }

    @Test
    void aRejectedApprovalAbortsTheRun() {
        Trace trace = Rehearsal.run(
                        options(List.of(), InputGate.NEVER, "manualApproval 'go?'"), NO_RELEASES, Progress.NONE)
                .trace();
        assertThat(trace.result()).isEqualTo("ABORTED");
        assertThat(trace.marks()).extracting(Mark::text).contains("rejected by rehearsal: go?");
    }

    @Test
    void aQuorumIsSoManyVotesAndWhatARehearsalCannotCheckIsAssumed() {
        Trace trace = run("def r = manualApproval(message: 'go?', quorum: 2, separateDuties: true, issue: 'OPS-1')\n"
                        + "echo \"${r.votes.size()} votes\"\nif (!r.approved || r.votes.size() != 2) { error 'no' }")
                .trace();
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.marks())
                .extracting(Mark::text)
                .contains("rehearsal said yes (rehearsal): 1 of 2: go?", "approved by rehearsal, rehearsal 2: go?");
        assertThat(trace.assumptions())
                .extracting(each -> each.step() + " " + each.text())
                .containsExactly("manualApproval quorum: 2", "manualApproval separateDuties: true");
    }

    @Test
    void oneNoEndsAnApprovalWhateverTheQuorum() {
        List<String> asked = new ArrayList<>();
        InputGate once = (question, answer) -> {
            asked.add(question.message());
            answer.accept(asked.size() == 1 ? InputGate.Decision.yes("ann", Map.of()) : InputGate.Decision.no("bob"));
        };
        Trace trace = Rehearsal.run(
                        options(List.of(), once, "manualApproval message: 'go?', quorum: 3"),
                        NO_RELEASES,
                        Progress.NONE)
                .trace();
        assertThat(trace.result()).isEqualTo("ABORTED");
        assertThat(asked).containsExactly("go? (vote 1 of 3)", "go? (vote 2 of 3)");
    }

    @Test
    void aQuorumThatIsNotReachedInTimeSaysHowManyVoted() {
        InputGate slow = (question, answer) -> {
            if (question.message().contains("1 of 2")) {
                answer.accept(InputGate.Decision.yes("ann", Map.of()));
            }
        };
        RehearsalResult result = Rehearsal.run(
                options(List.of(), slow, "manualApproval message: 'go?', quorum: 2, timeout: '10m'"),
                NO_RELEASES,
                Progress.NONE);
        assertThat(result.trace().result()).isEqualTo("ABORTED");
        assertThat(result.failure().orElseThrow())
                .contains("only 1 of 2 approved it in time: go? (timed out after 10m)");
    }

    @Test
    void aTagThatIsReleasedAsWrittenIsAssumedADigestIsNot() {
        String release = "canaryBatch(app: 'cart', image: '%s', clusters: ['a'], batches: [1, 'rest']) { }";
        assertThat(run(release.formatted("r/cart:2")).trace().assumptions())
                .extracting(each -> each.step() + " " + each.text())
                .containsExactly("canaryBatch r/cart:2");
        assertThat(run(release.formatted("r/cart@sha256:" + "0".repeat(64)))
                        .trace()
                        .assumptions())
                .isEmpty();
    }

    @Test
    void faultsAreMarkedAtTheirTimeInTheirCluster() {
        Trace trace = Rehearsal.run(
                        options(
                                List.of("cluster-down=a@30s+1m"),
                                InputGate.ALWAYS,
                                "try { canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a'], batches: [1]) { } }"
                                        + " catch (Exception e) { sleep 300 }"),
                        NO_RELEASES,
                        Progress.NONE)
                .trace();
        assertThat(trace.marks())
                .filteredOn(mark -> mark.kind() == Mark.Kind.FAULT)
                .extracting(mark -> mark.at().toSeconds())
                .containsExactly(30L, 90L);
        assertThatThrownBy(() -> Rehearsal.run(
                        options(List.of("cluster-dwon=a"), InputGate.ALWAYS, "echo 'x'"), NO_RELEASES, Progress.NONE))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("cluster-down");
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        String jenkinsfile =
                "sleep 5\ncanaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a', 'b'], batches: [1]) { }";
        RehearsalOptions options = options(List.of("node-loss=1@1s"), InputGate.ALWAYS, jenkinsfile);
        String first =
                TraceText.of(Rehearsal.run(options, NO_RELEASES, Progress.NONE).trace());
        assertThat(TraceText.of(
                        Rehearsal.run(options, NO_RELEASES, Progress.NONE).trace()))
                .isEqualTo(first);
    }
}
