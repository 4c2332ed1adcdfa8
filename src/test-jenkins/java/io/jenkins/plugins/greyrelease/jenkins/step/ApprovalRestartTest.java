package io.jenkins.plugins.greyrelease.jenkins.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** An approval outlives the controller that asked for it. */
class ApprovalRestartTest {
    private static final String SCRIPT = "def a = manualApproval 'Go on?'\necho \"${a.by} said ${a.approved}\"";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void itIsGivenAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = begin(jenkins, SCRIPT);
            jenkins.waitForMessage("Go on?", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("release", WorkflowJob.class)
                    .getBuildByNumber(1);
            waiting(run).doProceedEmpty();

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("said true", run);
        });
    }

    @Test
    void itIsOverAtItsTimeOutAlsoAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = begin(jenkins, "manualApproval(message: 'Go on?', timeout: '20s')");
            jenkins.waitForMessage("Go on?", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins
                    .getItemByFullName("release", WorkflowJob.class)
                    .getBuildByNumber(1);

            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("nobody approved it in time: Go on?", run);
        });
    }

    private static WorkflowRun begin(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "release");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static InputStepExecution waiting(WorkflowRun run) throws Exception {
        InputAction inputs = run.getAction(InputAction.class);
        assertEquals(1, inputs.getExecutions().size());
        InputStepExecution input = inputs.getExecutions().get(0);
        // Pipeline Graph View and Blue Ocean have buttons only where the first pause of a step has not ended
        assertTrue(input.getContext()
                .get(FlowNode.class)
                .getAction(PauseAction.class)
                .isPaused());
        return input;
    }
}
