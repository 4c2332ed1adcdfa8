package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import io.jenkins.plugins.greyrelease.rehearsal.Rehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalOptions;
import io.jenkins.plugins.greyrelease.rehearsal.WhenPaused;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What tickets and webhooks hear of a rehearsed release; the invariants watch it. */
class NewsInRehearsalsTest {
    private static final String FLEET =
            "clusters: [{name: a}]\n" + "notify: [{name: ops, url: 'https://ops.example/hook', secret: ops}]\n";
    private static final String JENKINSFILE = "jiraChange issue: 'CHG-1',"
            + " transition: [start: 'In Progress', success: 'Done', failure: 'Failed']\n"
            + "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a'], batches: [1, 'rest']) {"
            + " if (env.GREY_BATCH == '1') { manualApproval 'Go on?' } else { %s } }\n";

    private static Trace rehearse(String fleet, String lastCheck, String... faults) {
        RehearsalOptions options = new RehearsalOptions(
                "Jenkinsfile",
                JENKINSFILE.formatted(lastCheck),
                Optional.empty(),
                Optional.of(FleetReader.read("fleet.yaml", fleet)),
                List.of(faults),
                Optional.empty(),
                Optional.empty(),
                3,
                InputGate.ALWAYS,
                Optional.empty(),
                WhenPaused.STOP,
                PipelineOptions::defaults,
                "grey rehearse Jenkinsfile --seed 3");
        Trace trace = Rehearsal.run(
                        options,
                        (simulated, registries, scheduler, ids) ->
                                new Rollouts(() -> simulated, scheduler, ids, "grey-rehearse"),
                        Progress.NONE)
                .trace();
        assertThat(trace.violations()).isEmpty();
        return trace;
    }

    private static List<String> notes(Trace trace, String beginning) {
        return trace.marks().stream()
                .filter(mark -> mark.kind() == Mark.Kind.NOTE)
                .map(Mark::text)
                .filter(text -> text.startsWith(beginning))
                .toList();
    }

    @Test
    void aReleaseTellsItsTicketAndWhoIsNotifiedByItself() {
        Trace trace = rehearse(FLEET, "echo 'fine'");
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(notes(trace, "CHG-1"))
                .singleElement()
                .asString()
                .startsWith("CHG-1 is 'Done'; Run rehearsal / ")
                .containsSubsequence(
                        "cart begins release",
                        "cart [a] its turn: 10 pods",
                        "cart [a] waiting for approval: Go on?",
                        "approved",
                        "cart [a] check of batch 1 passed",
                        "cart [a] check of batch 2 passed",
                        "cart ended: released: a new (10 pods)",
                        "the run has ended: SUCCESS",
                        "Grey Release keeps this comment for run rehearsal");
        assertThat(notes(trace, "ops is notified"))
                .extracting(note -> note.replaceAll("ops is notified, |:.*", ""))
                .containsExactly(
                        "started",
                        "cluster-started",
                        "waiting-for-approval",
                        "approval",
                        "approval",
                        "batch-done",
                        "batch-done",
                        "cluster-done",
                        "ended");
    }

    @Test
    void aReleaseThatFailsIsToldOfAndItsTicketGoesWhereFailuresGo() {
        Trace trace = rehearse(FLEET, "error 'too slow'");
        assertThat(trace.result()).isEqualTo("FAILURE");
        assertThat(notes(trace, "CHG-1"))
                .singleElement()
                .asString()
                .startsWith("CHG-1 is 'Failed'")
                .containsSubsequence(
                        "cart [a] too slow", "cart everything goes back", "cart ended: rolled-back", "FAILURE");
        assertThat(notes(trace, "ops is notified"))
                .extracting(note -> note.replaceAll("ops is notified, |:.*", ""))
                .endsWith("batch-done", "failed", "rolling-back", "rolled-back", "ended");
    }

    @Test
    void aJiraAndAReceiverThatAreDownNeitherHoldUpNorFailARelease() {
        Trace calm = rehearse(FLEET, "echo 'fine'");
        Trace trace = rehearse(FLEET, "echo 'fine'", "jira=down@10s", "notify=down@10s");
        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.length()).isEqualTo(calm.length());
        assertThat(notes(trace, "jiraChange: ")).isNotEmpty();
        assertThat(notes(trace, "CHG-1 was not"))
                .anyMatch(note -> note.contains("was not told: "))
                .anyMatch(note -> note.contains("was not brought to 'Done'"));
        assertThat(notes(trace, "notification 'ops'")).isNotEmpty();
    }

    @Test
    void nobodyIsNotifiedWhereNobodyIsConfigured() {
        assertThat(notes(rehearse("clusters: [{name: a}]\n", "echo 'fine'"), "ops"))
                .isEmpty();
    }
}
