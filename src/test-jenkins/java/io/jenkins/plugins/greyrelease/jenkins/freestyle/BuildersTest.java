package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.greyrelease.jenkins.step.CanaryBatchStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The build steps of freestyle jobs, as far as that goes without a cluster. */
@WithJenkins
class BuildersTest {

    @Test
    void theFormKeepsTheArguments(JenkinsRule jenkins) throws Exception {
        CanaryBatchStep step = new CanaryBatchStep();
        step.setApp("cart");
        step.setImage("registry.example/cart:${VERSION}");
        step.setBatches(List.of(1, "50%", "rest"));
        CanaryBatchBuilder saved = jenkins.configRoundtrip(new CanaryBatchBuilder(step));
        assertEquals(step.arguments(), saved.getStep().arguments());
    }

    @Test
    void wrongArgumentsFailTheBuildWithEverythingThatIsWrong(JenkinsRule jenkins) throws Exception {
        CanaryBatchStep step = new CanaryBatchStep();
        step.setApp("Cart!");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new CanaryBatchBuilder(step));
        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("app: 'Cart!'", build);
        jenkins.assertLogContains("batches: is missing", build);
        jenkins.assertLogNotContains("at io.jenkins.plugins.greyrelease", build);
    }
}
