package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import io.jenkins.plugins.greyrelease.rehearsal.Rehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalOptions;
import io.jenkins.plugins.greyrelease.rehearsal.Voters;
import io.jenkins.plugins.greyrelease.rehearsal.WhenPaused;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceJson;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Approvals of a rehearsed release, by named people and the rules that hold in Jenkins. */
class VotesInRehearsalsTest {
    private static final String RELEASE = "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a'],"
            + " batches: [1, 'rest']) { manualApproval(message: 'Go on?', approvers: ['ops'], quorum: 2,"
            + " separateDuties: true%s) }\n";

    private static Trace rehearse(String more, String startedBy, String... votes) {
        RehearsalOptions options = new RehearsalOptions(
                "Jenkinsfile",
                RELEASE.formatted(more),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                3,
                InputGate.ALWAYS,
                Optional.of(Voters.of(Optional.of(startedBy), List.of(votes))),
                WhenPaused.STOP,
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

    @Test
    void eachBatchHasItsOwnVotesAndTheRecordStandsInTheReportAndInItsJson() {
        Trace trace = rehearse("", "dave", "dave/ops", "alice/ops", "bob/ops");

        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.approvals())
                .extracting(Approval::words)
                .containsExactly("approved by alice, bob", "approved by alice, bob");
        assertThat(trace.approvals())
                .extracting(Approval::ballot)
                .extracting(Ballot::batch)
                .containsExactly("1/2", "2/2");
        assertThat(trace.marks())
                .filteredOn(mark -> mark.kind() == Mark.Kind.APPROVAL)
                .extracting(Mark::text)
                .contains(
                        "dave said yes (rehearsal), which does not count: dave started the run, and duties are separate",
                        "alice said yes (rehearsal): 1 of 2",
                        "bob said yes (rehearsal); approved by alice, bob");
        assertThat(TraceJson.of(trace)).contains("\"name\" : \"approved\"", "\"person\" : \"alice\"");
    }

    @Test
    void oneWhoSaysNoSendsTheReleaseBack() {
        Trace trace = rehearse("", "dave", "alice/ops", "bob/ops=no:wrong day");

        assertThat(trace.result()).isEqualTo("ABORTED");
        assertThat(trace.approvals()).extracting(Approval::words).containsExactly("rejected by bob: wrong day");
        assertThat(trace.outcomes()).extracting(each -> each.result().name()).containsExactly("ROLLED_BACK");
    }

    @Test
    void ifNobodyIsLeftWhoCouldVoteItEnds() {
        Trace trace = rehearse("", "dave", "dave/ops", "alice/ops", "eve");

        assertThat(trace.result()).isEqualTo("ABORTED");
        assertThat(trace.approvals())
                .extracting(Approval::words)
                .containsExactly("withdrawn: nobody is left who would vote: 1 of 2");
        assertThat(rehearse(", timeout: '2h'", "dave", "alice/ops").approvals())
                .extracting(Approval::words)
                .containsExactly("only 1 of 2 approved it in time");
    }

    @Test
    void aVoteInTheTicketCountsForTheBatchThatTheTicketShows() {
        Trace trace = rehearse(", issue: 'CHG-7'", "dave", "alice/ops", "bob/ops#ticket");

        assertThat(trace.result()).isEqualTo("SUCCESS");
        assertThat(trace.approvals())
                .flatExtracting(Approval::casts)
                .extracting(cast -> cast.vote().words() + " (" + cast.vote().from() + ") on "
                        + cast.vote().ballot().batch() + cast.refused().orElse(""))
                .containsExactly(
                        "alice said yes (rehearsal) on 1/2",
                        "bob said yes (CHG-7, change 10002) on 1/2",
                        "alice said yes (rehearsal) on 2/2",
                        "bob said yes (CHG-7, change 10004) on 2/2");
        assertThat(rehearse(", issue: 'CHG-7'", "dave", "alice/ops#ticket", "bob/ops#ticket@20m=no")
                        .approvals())
                .extracting(Approval::words)
                .containsExactly("rejected by bob");
    }

    @Test
    void whatIsNoVoteIsRefused() {
        assertThatThrownBy(() -> Voters.of(Optional.empty(), List.of("alice=maybe")))
                .hasMessageContaining("'alice=maybe' is no vote; allowed is NAME[/GROUP]");
        assertThat(Voters.of(Optional.empty(), List.of("alice/ops/leads@10m=no:not today", "bob"))
                        .voters())
                .extracting(Voters.Voter::toString)
                .containsExactly(
                        "Voter[name=alice, groups=[ops, leads], after=PT10M, yes=false, comment=not today, byTicket=false]",
                        "Voter[name=bob, groups=[], after=PT11M, yes=true, comment=, byTicket=false]");
    }
}
