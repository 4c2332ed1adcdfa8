package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Cast;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class ApprovalRunTest {
    private static final Map<String, Object> TWO = Map.of(
            "message", "Go on?", "approvers", List.of("ops"), "quorum", 2, "separateDuties", true, "timeout", "1h");

    private final VirtualTime time = new VirtualTime();
    private final Desk desk = new Desk(time);

    private static StepOutcome outcome(CompletableFuture<StepOutcome> end) {
        assertThat(end).isDone();
        return end.join();
    }

    @Test
    void eachVoteIsAQuestionOfItsOwnThatSaysWhatItIsAbout() {
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = run.start();
        run.vote(desk.says("alice", true));
        run.vote(desk.says("bob", true));

        assertThat(desk.asked)
                .extracting(Question::message)
                .containsExactly(
                        "Go on? (vote 1 of 2)\nbatch 1/3 of cart in gd9-a, image cart@sha256:1, plan a1b2c3",
                        "Go on? (vote 2 of 2)\nbatch 1/3 of cart in gd9-a, image cart@sha256:1, plan a1b2c3");
        assertThat(desk.asked).extracting(Question::number).isSorted().doesNotHaveDuplicates();
        assertThat(desk.open).isNull();
        assertThat(outcome(end).status()).isEqualTo(Status.SUCCESS);
        assertThat(outcome(end).result())
                .containsEntry("approved", true)
                .containsEntry("outcome", "approved")
                .containsEntry("by", "bob")
                .containsEntry("ballot", Desk.BATCH.parts());
        assertThat(desk.log)
                .containsExactly(
                        "waiting for 2 approvals: Go on?; by ops; not by who has to do with the change; at most 1h",
                        "alice said yes (page): 1 of 2",
                        "bob said yes (page)",
                        "approved by alice, bob");
    }

    @Test
    @Scenario("the requester votes")
    void theRequestersYesDoesNotCountWhereDutiesAreSeparate() {
        desk.people.group("ops", "dave").involved.put("dave", "started the run");
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = run.start();
        run.vote(desk.says("dave", true));
        run.vote(desk.says("alice", true));

        assertThat(end).isNotDone();
        assertThat(desk.log)
                .contains("dave said yes (page), which does not count: dave started the run, and duties are"
                        + " separate");
        run.vote(desk.says("bob", true));
        assertThat(outcome(end).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    @Scenario("one person votes twice")
    void aSecondClickIsNoSecondVote() {
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = run.start();
        Vote click = desk.says("alice", true);
        run.vote(click);
        run.vote(click);
        run.vote(desk.says("ALICE", true));

        assertThat(end).isNotDone();
        assertThat(run.approval().words()).isEqualTo("1 of 2");
    }

    @Test
    @Scenario("approver loses the role between request and vote")
    void whoLostTheRoleSinceItWasAskedHasNoVoteAndWhoLosesItAfterwardsNoneEither() {
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = run.start();
        desk.people.groups.remove("alice");
        run.vote(desk.says("alice", true));
        assertThat(run.approval().words()).isEqualTo("0 of 2");
        run.vote(desk.says("bob", true));
        desk.people.groups.remove("bob");
        run.vote(desk.says("carol", true));

        assertThat(end).isNotDone();
        assertThat(run.approval().words()).isEqualTo("1 of 2");
        assertThat(desk.log).contains("the vote of bob does not count any more: bob is not among the approvers");
    }

    /** As the threads of two requests do it. */
    @Test
    @Scenario("two approvals at the same moment")
    void ofTwoVotesAtTheSameMomentBothCountOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            Desk both = new Desk(time);
            ApprovalRun run = both.run(TWO);
            CompletableFuture<StepOutcome> end = run.start();
            CyclicBarrier together = new CyclicBarrier(2);
            List<Thread> voters = new ArrayList<>();
            for (String person : List.of("alice", "bob")) {
                Vote vote = both.says(person, true);
                Thread voter = new Thread(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    run.vote(vote);
                });
                voter.start();
                voters.add(voter);
            }
            for (Thread voter : voters) {
                voter.join();
            }
            assertThat(outcome(end).status()).isEqualTo(Status.SUCCESS);
            assertThat(ApprovalJson.read(both.kept)).isEqualTo(run.approval());
            assertThat(run.approval().casts())
                    .extracting(Cast::vote)
                    .extracting(Vote::person)
                    .containsExactlyInAnyOrder("alice", "bob");
            assertThat(both.open).as("nothing is asked any more").isNull();
        }
    }

    @Test
    @Scenario({"a vote after the plan changed", "a vote after the digest changed"})
    void votesFromBeforeAChangeDoNotCountAndItIsAskedAnew() {
        List<Ballot> changes = List.of(
                new Ballot("r1", "cart", "ffff", "cart@sha256:1", "1/3", "gd9-a"),
                new Ballot("r1", "cart", "a1b2c3", "cart@sha256:2", "1/3", "gd9-a"));
        for (Ballot changed : changes) {
            Desk at = new Desk(time);
            ApprovalRun run = at.run(TWO);
            CompletableFuture<StepOutcome> end = run.start();
            run.vote(at.says("alice", true));
            Vote onTheOldPage = at.says("bob", true);
            at.ballot = changed;
            run.vote(onTheOldPage);

            assertThat(end).isNotDone();
            assertThat(at.open.ballot()).isEqualTo(changed);
            assertThat(at.log)
                    .anyMatch(line -> line.startsWith("changed while it waited: the ")
                            && line.endsWith("; the vote before does not count"))
                    .anyMatch(line ->
                            line.startsWith("bob said yes (page), which does not count: it was for something else"));
            run.vote(at.says("alice", true));
            run.vote(at.says("bob", true));
            assertThat(outcome(end).result()).containsEntry("ballot", changed.parts());
        }
    }

    @Test
    @Scenario({"a vote after the time-out", "a vote after an abort"})
    void afterTheTimeOutAndAfterAnAbortVotesAreOnlyNoted() {
        ApprovalRun slow = desk.run(TWO);
        CompletableFuture<StepOutcome> end = slow.start();
        slow.vote(desk.says("alice", true));
        time.advance(Duration.ofMinutes(61));
        assertThat(outcome(end).status()).isEqualTo(Status.ABORTED);
        assertThat(outcome(end).message()).isEqualTo("only 1 of 2 approved it in time: Go on? (timed out after 1h)");
        slow.vote(desk.says("bob", true));
        assertThat(outcome(end).result()).containsEntry("outcome", "timed-out");
        assertThat(desk.log).last().isEqualTo("bob said yes (page), too late: it is timed-out");

        Desk other = new Desk(time);
        ApprovalRun stopped = other.run(TWO);
        CompletableFuture<StepOutcome> abort = stopped.start();
        stopped.withdraw("the run was stopped by eve");
        stopped.vote(other.says("alice", true));
        stopped.vote(other.says("bob", true));
        assertThat(outcome(abort).status()).isEqualTo(Status.ABORTED);
        assertThat(outcome(abort).message()).isEqualTo("withdrawn: the run was stopped by eve");
        assertThat(other.open).isNull();
    }

    @Test
    @Scenario("the time for votes runs out while the controller is down")
    void aTimeOutThatCameWhileTheControllerWasDownHoldsWhenItIsBack() {
        ApprovalRun before = desk.run(TWO);
        before.start();
        before.vote(desk.says("alice", true));
        time.advance(Duration.ofMinutes(10));
        VirtualTime later = new VirtualTime();
        later.advance(Duration.ofHours(2));
        Desk back = new Desk(later);
        back.kept = desk.kept;

        CompletableFuture<StepOutcome> end = back.restarted(TWO).start();
        assertThat(outcome(end).message()).startsWith("only 1 of 2 approved it in time");
        assertThat(back.asked).isEmpty();
    }

    @Test
    @Scenario("the controller restarts while waiting")
    void afterARestartItAsksTheSameQuestionAndKnowsTheVotes() {
        ApprovalRun before = desk.run(TWO);
        before.start();
        before.vote(desk.says("alice", true));
        Question open = desk.open;

        ApprovalRun after = desk.restarted(TWO);
        CompletableFuture<StepOutcome> end = after.start();
        assertThat(desk.open).isEqualTo(open);
        after.vote(desk.says("alice", true));
        assertThat(end).isNotDone();
        after.vote(desk.says("bob", true));
        assertThat(outcome(end).status()).isEqualTo(Status.SUCCESS);
        assertThat(outcome(desk.restarted(TWO).start()))
                .as("decided, and the controller died before the step ended")
                .isEqualTo(outcome(end));
    }

    @Test
    void aTimeOutCanFailTheStepInstead() {
        Map<String, Object> given = Map.of("message", "Go on?", "timeout", "5m", "onTimeout", "fail");
        CompletableFuture<StepOutcome> end = desk.run(given).start();
        time.advance(Duration.ofMinutes(5));
        assertThat(outcome(end).status()).isEqualTo(Status.FAILURE);
        assertThat(outcome(end).message()).isEqualTo("nobody approved it in time: Go on? (timed out after 5m)");
    }

    @Test
    void remindersComeUntilItIsDecided() {
        Map<String, Object> given =
                Map.of("message", "Go on?", "approvers", "ops", "reminders", "30m", "timeout", "2h");
        ApprovalRun run = desk.run(given);
        run.start();
        time.advance(Duration.ofMinutes(61));
        assertThat(desk.log)
                .contains(
                        "still waiting for approval after 30m: Go on? (0 of 1, 1h30m left)",
                        "still waiting for approval after 1h: Go on? (0 of 1, 1h left)");
        run.vote(desk.says("alice", true));
        int lines = desk.log.size();
        time.advance(Duration.ofHours(3));
        assertThat(desk.log).hasSize(lines);
    }

    @Test
    void itGoesOnWhenTheReleaseWindowOpensIfTheVotesStillCount() {
        Map<String, Object> given =
                Map.of("message", "Go on?", "approvers", "ops", "window", "FREQ=DAILY;BYHOUR=9", "windowLength", "2h");
        ApprovalRun run = desk.run(given);
        CompletableFuture<StepOutcome> end = run.start();
        boolean open = run.approval().rules().window().orElseThrow().open(time.now());
        assertThat(open).as("virtual time begins at %s", time.now()).isFalse();
        run.vote(desk.says("alice", true));
        assertThat(end).isNotDone();
        assertThat(desk.open.message()).startsWith("Go on? (enough said yes; it waits for the release window)");
        time.advance(Duration.ofDays(1));
        assertThat(outcome(end).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void oneNoEndsItWhateverTheQuorum() {
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = run.start();
        run.vote(desk.says("alice", true));
        run.vote(new Vote("bob", false, time.now(), "wrong day", "REST", Desk.BATCH));
        assertThat(outcome(end).status()).isEqualTo(Status.ABORTED);
        assertThat(outcome(end).message()).isEqualTo("rejected by bob: wrong day");
    }

    /** The port that a ticket's approval comes through. */
    @Test
    void otherSourcesVoteByTheSameRulesAndAreLeftWhenItIsDecided() {
        List<String> watched = new ArrayList<>();
        List<VoteSource.Taker> ticket = new ArrayList<>();
        desk.sources = args -> List.of(taker -> {
            ticket.add(taker);
            return new VoteSource.Watch() {
                @Override
                public void changed() {
                    watched.add("changed");
                }

                @Override
                public void end(Approval closed) {
                    watched.add("ends " + closed.words());
                }
            };
        });
        ApprovalRun run = desk.run(TWO);
        CompletableFuture<StepOutcome> end = run.start();
        Vote alice = new Vote("alice", true, time.now(), "", "ticket", Desk.BATCH);
        ticket.get(0).vote(alice);
        ticket.get(0).vote(alice);
        run.vote(desk.says("alice", true));
        assertThat(end).as("one person, by both").isNotDone();
        assertThat(run.approval().casts()).as("told twice, kept once").hasSize(2);
        desk.ballot = new Ballot("r1", "cart", "ffff", "cart@sha256:1", "1/3", "gd9-a");
        run.recheck();
        run.vote(desk.says("alice", true));
        ticket.get(0).vote(new Vote("bob", true, time.now(), "", "ticket", desk.ballot));
        assertThat(outcome(end).status()).isEqualTo(Status.SUCCESS);
        assertThat(watched).containsExactly("changed", "ends approved by alice, bob");
    }
}
