package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.step.ApprovalNotes;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.Briefing;
import io.jenkins.plugins.greyrelease.step.Desk;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Releases whose batches are approved by votes, with people who click on old pages, lose and get roles, and a controller
 * that restarts, and with a ticket for all batches that people move. All invariants are watched; that a batch is not left without its quorum, {@link Poll} holds against what
 * it saw people do.
 */
class VotedReleaseTest {
    private static final String A = "gd9-a";
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Map<String, Object> TWO =
            Map.of("message", "Go on?", "approvers", "ops", "quorum", 2, "separateDuties", true, "issue", "CHG-1");

    private final List<Ballot> pages = new ArrayList<>();
    private StandInJira jira;
    private Rig rig;
    private SplittableRandom random;
    private Release release;

    /** The votes on one batch. */
    private final class Poll {
        private final Desk desk = new Desk(rig.time).jira(jira);
        private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        private final Set<String> given = new TreeSet<>();
        private ApprovalRun run;

        Poll(BatchReport batch) {
            desk.people.involved.put("dave", "started the run");
            desk.people.group("ops", "dave");
            desk.ballot = new Ballot(
                    batch.release(),
                    "cart",
                    batch.planHash(),
                    batch.image(),
                    batch.batch() + "/" + batch.batches(),
                    batch.places().get(0).cluster());
            assertThat(release.changes()).containsExactly("spec.containers.server.image: cart:v1 → cart:v2");
            assertThat(Briefing.of(Optional.of(release), desk.ballot, List.of()))
                    .anyMatch(line -> line.startsWith("batch " + batch.batch() + " in gd9-a: batch " + batch.batch()))
                    .contains("  spec.containers.server.image: cart:v1 → cart:v2")
                    .filteredOn(line ->
                            line.startsWith("the last check: batch " + (batch.batch() - 1) + " in gd9-a passed"))
                    .hasSize(batch.batch() == 1 ? 0 : 1);
            desk.onKept = (record, news) -> release.approval(ApprovalNotes.note(record, news));
            pages.add(desk.ballot);
            begin(desk.run(TWO));
            int events = random.nextInt(8);
            for (int i = 1; i <= events; i++) {
                rig.time.after(Duration.ofSeconds(7L * i), this::something);
            }
            rig.time.after(Duration.ofSeconds(7L * events + 60), this::enough);
        }

        private void begin(ApprovalRun begins) {
            run = begins;
            begins.start()
                    .thenAccept(end -> {
                        if (begins == run) {
                            ended(end.status());
                        }
                    })
                    .exceptionally(failure -> {
                        verdict.completeExceptionally(failure);
                        return null;
                    });
        }

        private void ended(Status status) {
            if (status == Status.SUCCESS) {
                assertThat(given.stream().filter(who -> desk.people.isOneOf(who, List.of("ops"))))
                        .as("who approved %s", desk.ballot)
                        .hasSizeGreaterThanOrEqualTo(2);
                verdict.complete(new Verdict.Passed());
            } else {
                verdict.complete(new Verdict.Aborted("not approved"));
            }
        }

        private void something() {
            String who = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(11)) {
                case 0 -> desk.people.groups.remove(who);
                case 1 -> desk.people.group("ops", who);
                case 2 -> begin(desk.restarted(TWO));
                case 3, 4 -> votes(who, pages.get(random.nextInt(pages.size())));
                case 5, 6 -> moves(who, "Approved");
                case 7 -> moves(who, "Open");
                default -> votes(who, desk.ballot);
            }
        }

        private void enough() {
            desk.people.group("ops", "alice", "bob");
            votes("alice", desk.ballot);
            moves("bob", "Approved");
        }

        /** A yes is one only where the ticket shows this batch and no other by then. */
        private void moves(String who, String status) {
            if (verdict.isDone()) {
                // what it means for the next batch is for that one's oracle to know
                return;
            }
            boolean shows = jira.comments("CHG-1").stream().anyMatch(comment -> comment.path("body")
                    .asText()
                    .contains("[" + run.approval().code() + "]"));
            if (shows && status.equals("Approved") && may(who)) {
                given.add(who);
            }
            jira.moves("CHG-1", who, status);
        }

        private boolean may(String who) {
            return desk.people.isOneOf(who, List.of("ops"))
                    && desk.people.involved(who).isEmpty();
        }

        private void votes(String who, Ballot page) {
            if (page.equals(desk.ballot) && may(who)) {
                given.add(who);
            }
            run.vote(desk.says(who, true, page));
        }
    }

    private ReleaseResult releases(long seed) {
        random = new SplittableRandom(seed);
        rig = new Rig(seed, A).app("cart", 3).settled();
        jira = new StandInJira(false, rig.time).has("CHG-1", "Approved");
        rig.judge = batch -> new Poll(batch).verdict;
        release = rig.start(
                rig.specs("cart", Rig.pods(1), Rig.pods(1), Rig.rest()).build());
        return rig.end(release);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void noBatchIsLeftWithoutAQuorumForExactlyThatBatch(long seed) {
        assertThat(releases(seed).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(pages).hasSize(3).doesNotHaveDuplicates();
        rig.assertClean(A, "cart", "cart:v2", 3);
    }

    @Test
    void whoVotedOnWhatIsKeptInTheRecordOfTheCluster() {
        releases(7);
        String record = rig.servers
                .get(A)
                .get(Kind.CONFIG_MAP, Rig.NS, "grey-release-cart")
                .getData()
                .get(Record.EVENTS);
        List<String> lines = record.lines()
                .filter(line -> line.contains("\"kind\":\"APPROVAL\""))
                .toList();
        for (Ballot page : pages) {
            assertThat(lines)
                    .anyMatch(line -> line.contains("approved by ")
                            && line.contains("\"batch\":\"" + page.batch() + "\"")
                            && line.contains("\"plan\":\"" + page.plan() + "\"")
                            && line.contains("\"image\":\"" + page.image() + "\"")
                            && line.contains("\"person\":\"alice\""));
        }
    }
}
