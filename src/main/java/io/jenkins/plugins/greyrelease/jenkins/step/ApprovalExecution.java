package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.model.Computer;
import hudson.model.Run;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.jenkins.approval.ApprovalsAction;
import io.jenkins.plugins.greyrelease.jenkins.approval.JenkinsPeople;
import io.jenkins.plugins.greyrelease.jenkins.approval.OpenApprovals;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyReleaseConfiguration;
import io.jenkins.plugins.greyrelease.jenkins.config.JobDefaults;
import io.jenkins.plugins.greyrelease.jenkins.release.Errands;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.step.ApprovalNotes;
import io.jenkins.plugins.greyrelease.step.ApprovalNotices;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.ApprovalTickets;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * {@code manualApproval}: waits without a thread until it is decided. Its record is kept with the run, and after a restart
 * it goes on from there.
 *
 * <p>Threads: the pipeline's own only reads arguments; everything else may block and happens elsewhere.
 */
final class ApprovalExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Object> arguments;
    private final String id;
    /** Why Jenkins stopped the step; null: it did not. */
    private volatile Throwable stopped;

    private transient volatile ApprovalRun waiting;

    private ApprovalExecution(StepContext context, Map<String, Object> arguments, String id) {
        super(context);
        this.arguments = new LinkedHashMap<>(arguments);
        this.id = id;
    }

    /** An execution of a step whose arguments, with the job's defaults, are good. */
    static ApprovalExecution of(ManualApprovalStep step, StepContext context) throws IOException, InterruptedException {
        Map<String, Object> arguments =
                JobDefaults.under(context.get(Run.class).getParent(), step.spec(), step.arguments());
        ManualApprovalArgs args = GreyStep.read(arguments, ManualApprovalArgs::from);
        refuseWhatCannotBe(args);
        return new ApprovalExecution(
                context, arguments, "Approval" + context.get(FlowNode.class).getId());
    }

    private static void refuseWhatCannotBe(ManualApprovalArgs args) throws AbortException {
        Problems problems = new Problems();
        boolean anonymous = !Jenkins.get().isUseSecurity();
        if (anonymous && args.rules().quorum() > 1) {
            problems.bad(
                    "quorum", args.rules().quorum(), "must be 1: nobody logs in to this Jenkins, all are one person");
        }
        if (anonymous && args.rules().separateDuties()) {
            problems.bad("separateDuties", true, "must be false: nobody logs in to this Jenkins");
        }
        args.ticket().ifPresent(ticket -> ApprovalTickets.objection(
                        args, GreyReleaseConfiguration.get().services())
                .ifPresent(why -> problems.bad("issue", ticket.issue(), why)));
        GreyStep.read(Map.of(), none -> {
            problems.throwIfAny("manualApproval");
            return null;
        });
    }

    @Override
    public boolean start() {
        Computer.threadPoolForRemoting.execute(this::attend);
        return false;
    }

    @Override
    public void onResume() {
        Computer.threadPoolForRemoting.execute(this::attend);
    }

    private void attend() {
        try {
            Run<?, ?> run = getContext().get(Run.class);
            ManualApprovalArgs args = ManualApprovalArgs.from(arguments);
            JenkinsPeople people = new JenkinsPeople(run);
            Approval record = record(run, args);
            ApprovalDesk desk = new ApprovalDesk(getContext(), run, people, record);
            ApprovalRun approval = new ApprovalRun(desk, args, record);
            desk.votes(approval);
            waiting = approval;
            OpenApprovals.get().add(run.getExternalizableId(), id, new OpenApprovals.Open(approval, people));
            if (!record.outcome().closed()) {
                ReleaseManager.get().news().hear(ApprovalNotices.asked(Errands.ref(run), record));
            }
            approval.start().whenComplete((outcome, broken) -> ended(run, outcome, broken));
            if (stopped != null) {
                approval.withdraw(Interrupted.words(stopped));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    /** As it was kept; where there is nothing yet, it begins now and is kept before anybody is asked. */
    private Approval record(Run<?, ?> run, ManualApprovalArgs args) throws IOException, InterruptedException {
        Optional<Approval> kept = ApprovalsAction.kept(run, id);
        if (kept.isPresent()) {
            return kept.get();
        }
        EnvVars environment = getContext().get(EnvVars.class);
        Approval begins = ApprovalRun.begin(
                id,
                args,
                ApprovalNotes.ballot(environment == null ? Map.of() : environment),
                ReleaseManager.get().scheduler().now());
        ApprovalsAction.keep(run, begins);
        return begins;
    }

    private void ended(Run<?, ?> run, StepOutcome outcome, Throwable broken) {
        OpenApprovals.get().remove(run.getExternalizableId(), id);
        if (broken != null) {
            getContext().onFailure(broken);
        } else {
            new StepSurroundings(getContext(), "manualApproval").finish(outcome, null, stopped);
        }
    }

    /** Called on the pipeline's own thread: what it leads to may block, and happens elsewhere. */
    @Override
    public void stop(Throwable cause) {
        stopped = cause;
        ApprovalRun approval = waiting;
        if (approval != null) {
            Computer.threadPoolForRemoting.execute(() -> approval.withdraw(Interrupted.words(cause)));
        }
    }

    @Override
    public String getStatus() {
        ApprovalRun approval = waiting;
        return approval == null
                ? "about to ask"
                : "waiting for approval, " + approval.approval().words();
    }
}
