package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.AbortException;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.greyrelease.jenkins.config.JobDefaults;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStep;

/**
 * {@code manualApproval} with one vote: the very input that Jenkins' own {@code input} step makes, so that every page and
 * the REST API can answer it, before and after a restart.
 */
final class ApprovalInput {
    private ApprovalInput() {}

    /** The execution of the step: that of the input. */
    static StepExecution start(ManualApprovalStep step, StepContext context) throws Exception {
        Job<?, ?> job = context.get(Run.class).getParent();
        Map<String, Object> arguments = JobDefaults.under(job, step.spec(), step.arguments());
        ManualApprovalArgs args = GreyStep.read(arguments, ManualApprovalArgs::from);
        refuseWhatOneVoteCannot(args);
        Scheduler scheduler = ReleaseManager.get().scheduler();
        Optional<Instant> deadline = args.timeout().map(scheduler.now()::plus);
        context.get(TaskListener.class)
                .getLogger()
                .println("waiting for approval"
                        + (args.approvers().isEmpty() ? "" : " by " + String.join(", ", args.approvers()))
                        + args.timeout()
                                .map(after -> ", at most " + Durations.shown(after))
                                .orElse(""));
        ApprovalContext waiting = new ApprovalContext(
                context, args.message(), deadline.map(Instant::toEpochMilli).orElse(0L));
        StepExecution execution = input(args, context).start(waiting);
        ApprovalDeadlines.watch(execution);
        return execution;
    }

    private static InputStep input(ManualApprovalArgs args, StepContext context)
            throws IOException, InterruptedException {
        InputStep input = new InputStep(args.message());
        input.setId("Approval" + context.get(FlowNode.class).getId());
        input.setOk("Approve");
        input.setSubmitterParameter(ApprovalContext.BY);
        if (!args.approvers().isEmpty()) {
            input.setSubmitter(String.join(",", args.approvers()));
        }
        return input;
    }

    /** One input is one vote; what needs several is refused rather than taken for less. */
    private static void refuseWhatOneVoteCannot(ManualApprovalArgs args) throws AbortException {
        Problems problems = new Problems();
        if (args.quorum() > 1) {
            problems.bad("quorum", args.quorum(), "must be 1: more than one vote is not built yet");
        }
        if (args.separateDuties()) {
            problems.bad("separateDuties", true, "must be false: who may not vote is not checked yet");
        }
        args.issue()
                .ifPresent(issue -> problems.bad("issue", issue, "must be left out: no ticket gets the record yet"));
        GreyStep.read(Map.of(), none -> {
            problems.throwIfAny("manualApproval");
            return null;
        });
    }
}
