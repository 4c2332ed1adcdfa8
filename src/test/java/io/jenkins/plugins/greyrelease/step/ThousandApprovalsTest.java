package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.OwnThreads;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThousandApprovalsTest {
    private static final int APPROVALS = 1000;
    private static final int THREADS = 4;
    private static final Map<String, Object> GIVEN =
            Map.of("message", "Go on?", "approvers", "ops", "quorum", 2, "timeout", "1h", "reminders", "30m");

    /** On the scheduler that a Jenkins has, in real time: each waits with two timers set. */
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
            List<Desk> desks = new ArrayList<>();
            List<ApprovalRun> runs = new ArrayList<>();
            List<CompletableFuture<StepOutcome>> ends = new ArrayList<>();
            for (int i = 0; i < APPROVALS; i++) {
                Desk desk = new Desk(scheduler);
                ApprovalRun run = desk.run(GIVEN);
                desks.add(desk);
                runs.add(run);
                ends.add(run.start());
                run.vote(desk.says("alice", true));
            }
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
}
