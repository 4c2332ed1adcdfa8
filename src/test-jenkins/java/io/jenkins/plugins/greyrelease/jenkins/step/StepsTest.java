package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.Result;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in a real controller, as far as that goes without a cluster. */
@WithJenkins
class StepsTest {

    @Test
    void theSnippetGeneratorWritesWhatAJenkinsfileTakes(JenkinsRule jenkins) throws Exception {
        SnippetizerTester snippets = new SnippetizerTester(jenkins);
        CanaryBatchStep canary = new CanaryBatchStep();
        canary.setApp("cart");
        canary.setImage("registry.example/shop/cart:2");
        canary.setBatches(List.of(1, "50%", "rest"));

        snippets.assertRoundTrip(
                canary,
                "canaryBatch(app: 'cart', batches: [1, '50%', 'rest'], image: 'registry.example/shop/cart:2') {\n"
                        + "    // some block\n}");
        snippets.assertRoundTrip(new ManualApprovalStep("Go on?"), "manualApproval 'Go on?'");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndWithoutAStackTrace(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = fails(
                jenkins,
                "canaryBatch(app: 'Cart!', image: 'cart:2', batchez: 1, batches: [1, 'rest'], maxParallel: 1.7) { }");

        jenkins.assertLogContains("no parameter 'batchez', did you mean 'batches'", run);
        jenkins.assertLogContains("app: 'Cart!'", run);
        jenkins.assertLogContains("maxParallel: 1.7", run);
        jenkins.assertLogNotContains("at io.jenkins.plugins.greyrelease", run);
    }

    @Test
    void anUnknownClusterIsRefusedBeforeAnythingHappens(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = fails(
                jenkins, "canaryBatch(app: 'cart', image: 'cart:2', batches: ['100%'], clusters: ['nowhere']) { }");

        jenkins.assertLogContains("nowhere", run);
        jenkins.assertLogNotContains("at io.jenkins.plugins.greyrelease", run);
    }

    @Test
    void whatOneVoteCannotDoIsRefused(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = fails(jenkins, "manualApproval(message: 'Go on?', quorum: 2)");

        jenkins.assertLogContains("quorum: 2: must be 1", run);
    }

    private static WorkflowRun fails(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.buildAndAssertStatus(Result.FAILURE, job);
    }
}
