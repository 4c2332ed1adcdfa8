package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Cast;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Votes that are given by moving a change ticket. */
class TicketVotesTest {
    private static final Map<String, Object> TWO =
            Map.of("message", "Go on?", "approvers", "ops", "quorum", 2, "separateDuties", true, "issue", "CHG-12");
    private static final Map<String, Object> ONE = Map.of("message", "Go on?", "approvers", "ops", "issue", "CHG-12");
    private static final Duration SEEN = Duration.ofMinutes(3);

    private final VirtualTime time = new VirtualTime();
    private StandInJira jira = new StandInJira(false, time).has("CHG-12", "Open");
    private final Desk desk = new Desk(time).jira(jira);

    private CompletableFuture<StepOutcome> begin(Map<String, Object> given) {
        return begin(desk.run(given));
    }

    private CompletableFuture<StepOutcome> begin(ApprovalRun run) {
        CompletableFuture<StepOutcome> end = run.start();
        time.advance(Duration.ofMinutes(5));
        return end;
    }

    private void moves(String who, String status) {
        jira.moves("CHG-12", who, status);
        time.advance(SEEN);
    }

    private String comment() {
        List<JsonNode> comments = jira.comments("CHG-12");
        assertThat(comments).as("one comment").hasSize(1);
        return comments.get(0).path("body").toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Scenario("the approval comes from the ticket and from the page at once")
    void aPersonWhoSaysItInTheTicketAndOnThePageAtOnceIsOneVoteAndTwoPeopleAreTwo(boolean cloud) {
        jira = new StandInJira(cloud, time).has("CHG-12", "Open");
        desk.jira(jira);
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = begin(run);
        assertThat(comment())
                .contains(
                        "[" + run.approval().code() + "] waits for approval: Go on?; batch 1/3 of cart in gd9-a, image"
                                + " cart@sha256:1, plan a1b2c3. From now on, to say yes move CHG-12 to 'Approved', to say"
                                + " no to 'Rejected' or 'Declined'");
        assertThat(desk.open.message()).contains(run.approval().code() + ", in the ticket: to say yes move CHG-12");
        jira.moves("CHG-12", "alice", "Approved");
        run.vote(desk.says("alice", true));
        time.advance(SEEN);
        assertThat(end).as("one person, by both").isNotDone();
        assertThat(run.approval().words()).isEqualTo("1 of 2");

        run.vote(desk.says("bob", true));
        assertThat(end).isCompleted();
        assertThat(end.join().status()).isEqualTo(Status.SUCCESS);
        assertThat(run.approval().casts())
                .extracting(Cast::vote)
                .extracting(vote -> vote.person() + " " + vote.from())
                .containsExactly("alice page", "alice CHG-12, change 10001", "bob page");
        time.advance(SEEN);
        assertThat(comment()).contains("[" + run.approval().code() + "] approved by alice, bob");
    }

    @Test
    void aStatusFromBeforeTheTicketShowedItDoesNotCountAndTheLogSaysSo() {
        jira.moves("CHG-12", "alice", "Approved");
        jira.ahead(Duration.ofHours(2));
        CompletableFuture<StepOutcome> end = begin(ONE);
        assertThat(end).isNotDone();
        assertThat(desk.log)
                .anyMatch(line -> line.startsWith("ALICE (alice, alice@corp.example) moved CHG-12 to 'Approved' (change"
                        + " 10001) on 2026-01-05T08:00:00Z, before it showed"));
        moves("alice", "Approved");
        assertThat(end).isCompleted();
        assertThat(end.join().result()).containsEntry("by", "alice");
    }

    @Test
    void whenWhatIsAskedChangesTheTicketShowsItAndItsVoteFromBeforeDoesNotCount() {
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = begin(run);
        String before = run.approval().code();
        moves("alice", "approved");
        assertThat(run.approval().words()).isEqualTo("1 of 2");
        desk.ballot = new Ballot("r1", "cart", "a1b2c3", "cart@sha256:2", "1/3", "gd9-a");
        run.recheck();
        run.vote(desk.says("bob", true));
        time.advance(SEEN);
        assertThat(end).isNotDone();
        assertThat(run.approval().words()).isEqualTo("1 of 2");
        assertThat(desk.log)
                .anyMatch(line -> line.startsWith("changed while it waited: the image (cart@sha256:1, now"
                        + " cart@sha256:2); the vote before does not count"));
        assertThat(run.approval().code()).isNotEqualTo(before);
        assertThat(comment())
                .containsSubsequence("[" + before + "]", "[" + run.approval().code() + "]", "cart@sha256:2");
        moves("alice", "Approved");
        assertThat(end).isCompleted();
        assertThat(end.join().result()).containsEntry("ballot", desk.ballot.parts());
    }

    @Test
    void afterARestartItGoesOnWatchingAndCountsNothingTwice() {
        begin(TWO);
        moves("alice", "Approved");
        String told = comment();
        jira.moves("CHG-12", "bob", "Rework");
        jira.moves("CHG-12", "alice", "Approved");
        ApprovalRun after = desk.restarted(TWO);
        CompletableFuture<StepOutcome> end = begin(after);
        assertThat(comment()).isEqualTo(told);
        assertThat(end).isNotDone();
        assertThat(after.approval().words()).isEqualTo("1 of 2");
        assertThat(after.approval().casts())
                .extracting(cast -> cast.vote().from() + " " + cast.refused().orElse("counts"))
                .containsExactly(
                        "CHG-12, change 10001 BOB (bob, bob@corp.example) moved it to 'Rework'",
                        "CHG-12, change 10003 counts");
        after.vote(desk.says("bob", true));
        assertThat(end).isCompleted();
    }

    @Test
    void whoMayNotVoteOnThePageMayNotInTheTicket() {
        desk.people.involved.put("dave", "started the run");
        desk.people.group("ops", "dave").strangers.add("mallory");
        CompletableFuture<StepOutcome> end = begin(TWO);
        moves("dave", "Approved");
        moves("eve", "Approved");
        moves("mallory", "Approved");
        moves("robot", "Approved");
        assertThat(end).isNotDone();
        assertThat(desk.log)
                .contains(
                        "dave said yes (CHG-12, change 10001), which does not count: dave started the run, and duties are"
                                + " separate",
                        "eve said yes (CHG-12, change 10003), which does not count: eve is not among the approvers",
                        "MALLORY (mallory, mallory@corp.example) moved CHG-12 to 'Approved' (change 10005), which does"
                                + " not count: it is not known who that is here",
                        "ROBOT (robot, robot@corp.example) moved CHG-12 to 'Approved' (change 10007), which does not"
                                + " count: it is the account that this run uses");
    }

    @Test
    void aTicketThatIsMovedOnTakesItsVoteBackAndOneThatIsDeclinedSaysNo() {
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = begin(run);
        moves("alice", "Approved");
        moves("bob", "In Progress");
        assertThat(run.approval().words()).isEqualTo("0 of 2");
        assertThat(desk.log)
                .contains(
                        "the vote of alice (CHG-12, change 10001) was taken back: BOB (bob, bob@corp.example) moved it"
                                + " to 'In Progress': 0 of 2");
        moves("bob", "declined");
        assertThat(end).isCompleted();
        assertThat(end.join().message()).isEqualTo("rejected by bob");
    }

    @Test
    void whatGoesWrongIsSaidOnceAndItGoesOn() {
        jira.down(true);
        CompletableFuture<StepOutcome> end = begin(ONE);
        time.advance(Duration.ofHours(1));
        assertThat(desk.log)
                .filteredOn(line -> line.contains("cannot be seen now"))
                .singleElement()
                .asString()
                .contains("votes of CHG-12 cannot be seen now, and it is asked again: Jira: read what it is: 503");
        jira.down(false);
        time.advance(SEEN);
        jira.delete("CHG-12");
        time.advance(SEEN);
        assertThat(desk.log).last().asString().contains("Jira has no ticket CHG-12");
        jira.has("CHG-12", "Open").move("CHG-12", "OPS-7");
        jira.moves("OPS-7", "alice", "Approved");
        time.advance(SEEN);
        assertThat(desk.log).contains("CHG-12 is looked at again for votes");
        assertThat(end).isCompleted();
    }

    @Test
    void itIsAskedWithTimeInBetweenAndNoMoreOnceItIsDecided() {
        ApprovalRun run = desk.run(ONE);
        CompletableFuture<StepOutcome> end = begin(run);
        long before = time.executed();
        time.advance(Duration.ofHours(10));
        assertThat(time.executed() - before).as("events in ten hours").isLessThan(10 * 60 * 10);
        run.vote(desk.says("bob", true));
        assertThat(end).isCompleted();
        time.advance(SEEN);
        long over = time.executed();
        time.advance(Duration.ofHours(10));
        assertThat(time.executed() - over).isZero();
    }

    @Test
    void argumentsAreCheckedTogether() {
        assertThatThrownBy(() -> ManualApprovalArgs.from(Map.of("message", "Go on?", "approved", "Yes")))
                .hasMessageContaining("approved is only for an 'issue'");
        assertThatThrownBy(() -> ManualApprovalArgs.from(
                        Map.of("message", "Go on?", "issue", "12", "approved", "Yes", "declined", "yes")))
                .hasMessageContaining("issue: '12': must be the key of a ticket, such as CHG-12")
                .hasMessageContaining("declined: 'yes': must not have a status that is among 'approved'");
    }
}
