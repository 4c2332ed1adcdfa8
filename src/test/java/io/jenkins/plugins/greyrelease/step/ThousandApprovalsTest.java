package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.OwnThreads;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ThousandApprovalsTest {
    private static final int APPROVALS = 1000;
    private static final int THREADS = 4;
    /** Each of that many has one. */
    private static final int WITH_TICKET = 10;

    private static final Map<String, Object> GIVEN =
            Map.of("message", "Go on?", "approvers", "ops", "quorum", 2, "timeout", "1h", "reminders", "30m");

    private static Map<String, Object> given(int number) {
        Map<String, Object> given = new TreeMap<>(GIVEN);
        given.put("issue", "CHG-" + number);
        return given;
    }

    /** On the scheduler that a Jenkins has, in real time: each waits with two timers set, and some look at tickets. */
    @Test
    void aThousandThatWaitAtOnceTakeNoThreadsBeyondThoseOfTheScheduler() {
        OwnThreads.run("the process that waits", ThousandApprovalsTest::wait);
    }

    private static void wait(ThreadGroup process) {
        int before = process.activeCount();
        LiveScheduler scheduler = new LiveScheduler(THREADS, thrown -> {
            throw new AssertionError(thrown);
        });
        try {
            StandInJira jira = new StandInJira(false, scheduler).obliging();
            List<CompletableFuture<Void>> shown = new ArrayList<>();
            List<Desk> desks = new ArrayList<>();
            List<ApprovalRun> runs = new ArrayList<>();
            List<CompletableFuture<StepOutcome>> ends = new ArrayList<>();
            for (int i = 0; i < APPROVALS; i++) {
                Desk desk = new Desk(scheduler).jira(jira);
                boolean ticket = i % WITH_TICKET == 0;
                if (ticket) {
                    shown.add(shown(desk));
                }
                ApprovalRun run = desk.run(ticket ? given(i + 1) : GIVEN);
                desks.add(desk);
                runs.add(run);
                ends.add(run.start());
                run.vote(desk.says("alice", true));
            }
            await(CompletableFuture.allOf(shown.toArray(CompletableFuture[]::new)));
            int waiting = process.activeCount();
            assertThat(ends).noneMatch(CompletableFuture::isDone);
            assertThat(waiting - before).isLessThanOrEqualTo(THREADS);
            for (int i = 0; i < APPROVALS; i++) {
                runs.get(i).vote(desks.get(i).says("bob", true));
            }
            assertThat(ends).allMatch(end -> end.join().status() == Status.SUCCESS);
            System.out.printf(
                    "%d approvals waited at once: %d threads before, %d meanwhile%n", APPROVALS, before, waiting);
        } finally {
            scheduler.close();
        }
    }

    private static CompletableFuture<Void> shown(Desk desk) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        desk.onKept = (record, news) -> {
            if (!record.shown().isEmpty()) {
                seen.complete(null);
            }
        };
        return seen;
    }

    private static void await(CompletableFuture<Void> all) {
        try {
            all.get(2, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("not all tickets show what is asked", e);
        }
    }
}
