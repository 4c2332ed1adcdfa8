package io.jenkins.plugins.greyrelease.jenkins.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.Desk;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenApprovalsTest {
    private final VirtualTime time = new VirtualTime();
    private final OpenApprovals open = new OpenApprovals();

    private CompletableFuture<StepOutcome> waits(String run) {
        Desk desk = new Desk(time);
        ApprovalRun approval = desk.run(Map.of("message", "Go on?", "approvers", "ops", "timeout", "1h"));
        open.add(run, "Approval7", new OpenApprovals.Open(approval, desk.people()));
        return approval.start();
    }

    @Test
    @Scenario("the run is deleted while waiting")
    void thoseOfARunThatIsGoneEndAndTakeNoVotesAndNoTimersStay() {
        CompletableFuture<StepOutcome> gone = waits("a#1");
        CompletableFuture<StepOutcome> other = waits("a#2");

        open.gone("a#1", "the run was deleted");
        assertThat(gone.join().status()).isEqualTo(Status.ABORTED);
        assertThat(gone.join().message()).isEqualTo("withdrawn: the run was deleted");
        assertThat(open.find("a#1", "Approval7")).isEmpty();
        assertThat(other).isNotDone();
        assertThat(open.find("a#2", "Approval7")).isPresent();
    }
}
