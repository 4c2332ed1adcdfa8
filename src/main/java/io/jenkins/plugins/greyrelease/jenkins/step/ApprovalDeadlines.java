package io.jenkins.plugins.greyrelease.jenkins.step;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.Extension;
import hudson.model.Result;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionListener;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Ends approvals that nobody gave in time, also those that wait since before a restart. */
@Extension
public class ApprovalDeadlines extends FlowExecutionListener {
    private static final Logger LOGGER = Logger.getLogger(ApprovalDeadlines.class.getName());

    @Override
    public void onResumed(FlowExecution execution) {
        ListenableFuture<List<StepExecution>> waiting = execution.getCurrentExecutions(true);
        waiting.addListener(
                () -> {
                    try {
                        waiting.get().forEach(ApprovalDeadlines::watch);
                    } catch (InterruptedException | ExecutionException e) {
                        LOGGER.log(Level.WARNING, e, () -> "No time-out of an approval in " + execution + " is kept");
                    }
                },
                ReleaseManager.get().scheduler());
    }

    /** Sets the timer, if it is an approval with a time-out. An input that was answered by then is left alone. */
    static void watch(StepExecution execution) {
        if (execution.getContext() instanceof ApprovalContext context && context.deadline() > 0) {
            Scheduler scheduler = ReleaseManager.get().scheduler();
            Duration left = Duration.between(scheduler.now(), Instant.ofEpochMilli(context.deadline()));
            scheduler.after(left.isNegative() ? Duration.ZERO : left, () -> over(execution, context));
        }
    }

    private static void over(StepExecution execution, ApprovalContext context) {
        if (execution instanceof org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution input
                && input.isSettled()) {
            return;
        }
        try {
            execution.stop(new FlowInterruptedException(
                    Result.ABORTED, true, new Interrupted("nobody answered in time: " + context.message())));
        } catch (Exception e) {
            LOGGER.log(Level.WARNING, e, () -> "The approval could not be ended at its time-out: " + context.message());
        }
    }
}
