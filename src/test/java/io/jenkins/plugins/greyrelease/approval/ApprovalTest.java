package io.jenkins.plugins.greyrelease.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private static final Ballot FIRST = new Ballot("r1", "cart", "a1b2", "cart@sha256:1", "1/3", "gd9-a");
    private static final Ballot SECOND = new Ballot("r1", "cart", "a1b2", "cart@sha256:1", "2/3", "gd9-a");

    private final Town town = new Town().group("ops", "alice", "bob", "carol");

    private static Rules two() {
        return new Rules(List.of("ops"), 2, true, Map.of(), false, Optional.empty());
    }

    private static Approval ask(Rules rules) {
        return Approval.ask("a1", "Go on?", rules, FIRST, Town.DAWN, Optional.of(Town.DAWN.plus(Duration.ofHours(1))));
    }

    private static List<String> notes(Approval approval) {
        return approval.notes().stream().map(Approval.Note::text).toList();
    }

    @Test
    void aQuorumIsAsManyDifferentPeople() {
        Approval one = ask(two()).vote(town.yes("alice", FIRST), town);
        assertThat(one.outcome()).isEqualTo(new Outcome.Open(1, 2, Optional.empty()));

        Approval two = one.vote(town.yes("bob", FIRST), town);
        assertThat(two.outcome()).isEqualTo(new Outcome.Approved(List.of("alice", "bob")));
        assertThat(notes(two))
                .containsExactly("alice said yes (page): 1 of 2", "bob said yes (page)", "approved by alice, bob");
    }

    @Test
    void onePersonIsOneVoteHoweverTheNameIsWritten() {
        Approval twice = ask(two()).vote(town.yes("alice", FIRST), town).vote(town.yes("Alice", FIRST), town);

        assertThat(twice.outcome()).isEqualTo(new Outcome.Open(1, 2, Optional.empty()));
        assertThat(notes(twice)).last().isEqualTo("Alice said yes (page), again: it stays one vote: 1 of 2");
    }

    @Test
    void whoStartedTheRunMaySayNoButNotYes() {
        town.involved.put("alice", "started the run");

        Approval approval = ask(two()).vote(town.yes("alice", FIRST), town);
        assertThat(approval.outcome()).isEqualTo(new Outcome.Open(0, 2, Optional.empty()));
        assertThat(notes(approval))
                .containsExactly("alice said yes (page), which does not count: alice started the run, and duties"
                        + " are separate");
        assertThat(approval.vote(town.no("alice", "wrong day", FIRST), town).words())
                .isEqualTo("rejected by alice: wrong day");
        Rules together = new Rules(List.of("ops"), 1, false, Map.of(), false, Optional.empty());
        assertThat(ask(together).vote(town.yes("alice", FIRST), town).outcome())
                .isEqualTo(new Outcome.Approved(List.of("alice")));
    }

    @Test
    void whoIsNoApproverCountsNeitherWayButMayStopWhoeverMayStopTheRun() {
        Approval asked = ask(two());
        assertThat(asked.vote(town.yes("eve", FIRST), town).votes()).isEmpty();
        assertThat(asked.vote(town.no("eve", "", FIRST), town).outcome().closed())
                .isFalse();
        town.mayStop.add("eve");
        assertThat(asked.vote(town.no("eve", "", FIRST), town).words()).isEqualTo("rejected by eve");
    }

    @Test
    void aRoleThatWasLostTakesTheVoteAlong() {
        Approval one = ask(two()).vote(town.yes("alice", FIRST), town);
        town.loses("alice");

        Approval two = one.vote(town.yes("bob", FIRST), town);
        assertThat(two.outcome()).isEqualTo(new Outcome.Open(1, 2, Optional.empty()));
        assertThat(notes(two)).contains("the vote of alice does not count any more: alice is not among the approvers");
        assertThat(two.vote(town.yes("carol", FIRST), town).outcome())
                .isEqualTo(new Outcome.Approved(List.of("bob", "carol")));
    }

    @Test
    void aRoleThatCameAfterTheVoteDoesNotMakeItCount() {
        Approval early = ask(two()).vote(town.yes("dave", FIRST), town);
        town.group("ops", "dave");

        assertThat(early.vote(town.yes("bob", FIRST), town).outcome())
                .isEqualTo(new Outcome.Open(1, 2, Optional.empty()));
    }

    @Test
    void votesForAnotherBatchDoNotCountAndTheRecordSaysSo() {
        Approval moved = ask(two())
                .vote(town.yes("alice", FIRST), town)
                .rebound(SECOND, town.now)
                .vote(town.yes("bob", FIRST), town)
                .vote(town.yes("carol", SECOND), town);

        assertThat(moved.outcome()).isEqualTo(new Outcome.Open(1, 2, Optional.empty()));
        assertThat(notes(moved))
                .containsExactly(
                        "alice said yes (page): 1 of 2",
                        "changed while it waited: the batch (1/3, now 2/3); the vote before does not count",
                        "bob said yes (page), which does not count: it was for something else: changed meanwhile"
                                + " is the batch (1/3, now 2/3)",
                        "carol said yes (page): 1 of 2");
    }

    @Test
    void everyPartOfTheBallotBindsAVote() {
        List<Ballot> others = List.of(
                new Ballot("r2", "cart", "a1b2", "cart@sha256:1", "1/3", "gd9-a"),
                new Ballot("r1", "shop", "a1b2", "cart@sha256:1", "1/3", "gd9-a"),
                new Ballot("r1", "cart", "ffff", "cart@sha256:1", "1/3", "gd9-a"),
                new Ballot("r1", "cart", "a1b2", "cart@sha256:2", "1/3", "gd9-a"),
                SECOND,
                new Ballot("r1", "cart", "a1b2", "cart@sha256:1", "1/3", "gd9-b"),
                Ballot.NONE);
        for (Ballot other : others) {
            Approval approval = ask(two()).vote(town.yes("alice", other), town).vote(town.yes("bob", FIRST), town);
            assertThat(approval.outcome()).as(other.toString()).isEqualTo(new Outcome.Open(1, 2, Optional.empty()));
        }
    }

    @Test
    void aDelegateStandsForOneApproverWhoHasNotVoted() {
        Rules rules = new Rules(List.of("alice", "bob"), 2, true, Map.of("bob", "dave"), false, Optional.empty());
        Approval asked = ask(rules);
        assertThat(asked.vote(town.yes("alice", FIRST), town)
                        .vote(town.yes("dave", FIRST), town)
                        .outcome())
                .isEqualTo(new Outcome.Approved(List.of("alice", "dave for bob")));
        assertThat(asked.vote(town.yes("dave", FIRST), town)
                        .vote(town.yes("bob", FIRST), town)
                        .outcome())
                .as("both of them are one vote")
                .isEqualTo(new Outcome.Open(1, 2, Optional.empty()));
        town.involved.put("bob", "pushed a commit of the change");
        assertThat(asked.vote(town.yes("dave", FIRST), town).votes())
                .as("who may not vote cannot have it done by another")
                .isEmpty();
    }

    @Test
    void aLaterVoteOfTheSamePersonReplacesTheEarlierOne() {
        Approval turned =
                ask(two()).vote(town.yes("alice", FIRST), town).vote(town.no("alice", "saw errors", FIRST), town);
        assertThat(turned.words()).isEqualTo("rejected by alice: saw errors");
    }

    @Test
    void aCommentMayBeNeededToSayYesButNotToSayNo() {
        Rules rules = new Rules(List.of("ops"), 1, false, Map.of(), true, Optional.empty());
        Approval bare = ask(rules).vote(town.yes("alice", FIRST), town);
        assertThat(notes(bare)).last().asString().endsWith("which does not count: a comment is needed");
        assertThat(bare.vote(town.vote("alice", true, "CHG-1", FIRST), town).words())
                .isEqualTo("approved by alice");
        assertThat(bare.vote(town.no("bob", "", FIRST), town).words()).isEqualTo("rejected by bob");
    }

    @Test
    void afterTheDeadlineNothingCounts() {
        Approval one = ask(two()).vote(town.yes("alice", FIRST), town);
        town.now = Town.DAWN.plus(Duration.ofHours(1));

        Approval late = one.vote(town.yes("bob", FIRST), town);
        assertThat(late.outcome()).isEqualTo(new Outcome.TimedOut(1, 2));
        assertThat(late.words()).isEqualTo("only 1 of 2 approved it in time");
        assertThat(late.vote(town.yes("carol", FIRST), town).outcome()).isEqualTo(new Outcome.TimedOut(1, 2));
    }

    @Test
    void whatIsClosedStaysAndLateVotesAreNoted() {
        Approval withdrawn = ask(two()).withdrawn("the run was stopped", town.now);
        Approval voted = withdrawn.vote(town.yes("alice", FIRST), town).rebound(SECOND, town.now);

        assertThat(voted.outcome()).isEqualTo(new Outcome.Withdrawn("the run was stopped"));
        assertThat(notes(voted)).last().isEqualTo("alice said yes (page), too late: it is withdrawn");
    }

    @Test
    void votesWaitForTheReleaseWindowAndAreCountedAgainWhenItOpens() {
        Window window = Window.of("FREQ=DAILY;BYHOUR=9", Duration.ofHours(2), "UTC");
        Rules rules = new Rules(List.of("ops"), 1, false, Map.of(), false, Optional.of(window));
        Approval asked = Approval.ask("a1", "Go on?", rules, FIRST, Town.DAWN, Optional.empty());

        Approval early = asked.vote(town.yes("alice", FIRST), town);
        assertThat(notes(early))
                .containsExactly("alice said yes (page): 1 of 1, waits for the release window, which opens at"
                        + " 2026-01-05T09:00:00Z");
        assertThat(early.look(Town.DAWN.plus(Duration.ofHours(1)), town).outcome())
                .isEqualTo(new Outcome.Approved(List.of("alice")));
        town.loses("alice");
        assertThat(early.look(Town.DAWN.plus(Duration.ofHours(1)), town).outcome())
                .isEqualTo(new Outcome.Open(0, 1, Optional.empty()));
    }

    @Test
    void theRecordIsTheSameAfterItWasWrittenAndRead() {
        Window window = Window.of("FREQ=DAILY;BYHOUR=9", Duration.ofMinutes(90), "Europe/Berlin");
        Rules rules = new Rules(List.of("ops"), 2, true, Map.of("bob", "dave"), true, Optional.of(window));
        Approval asked = ask(rules);
        Approval voted = asked.vote(town.vote("alice", true, "a \"good\" one", FIRST), town)
                .vote(town.yes("eve", FIRST), town)
                .rebound(SECOND, town.now);
        List<Approval> all = List.of(
                asked,
                voted,
                voted.withdrawn("gone", town.now),
                voted.vote(town.no("bob", "no", SECOND), town),
                voted.look(Town.DAWN.plus(Duration.ofHours(1)), town),
                ask(two()).vote(town.yes("alice", FIRST), town).vote(town.yes("bob", FIRST), town));
        for (Approval each : all) {
            assertThat(ApprovalJson.read(ApprovalJson.write(each))).isEqualTo(each);
        }
    }
}
