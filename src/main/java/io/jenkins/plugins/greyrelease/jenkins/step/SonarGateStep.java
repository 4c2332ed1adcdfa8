package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code sonarGate}: a quality gate of SonarQube; what each argument means says {@link StepSpecs#SONAR_GATE}. */
public final class SonarGateStep extends GreyStep {

    /** No argument is needed. */
    @DataBoundConstructor
    public SonarGateStep() {
        // what is wrong is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.SONAR_GATE;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
    }

    public Object getProject() {
        return given("project");
    }

    @DataBoundSetter
    public void setProject(Object project) {
        set("project", project);
    }

    public Object getBranch() {
        return given("branch");
    }

    @DataBoundSetter
    public void setBranch(Object branch) {
        set("branch", branch);
    }

    public Object getPullRequest() {
        return given("pullRequest");
    }

    @DataBoundSetter
    public void setPullRequest(Object pullRequest) {
        set("pullRequest", pullRequest);
    }

    public Object getTask() {
        return given("task");
    }

    @DataBoundSetter
    public void setTask(Object task) {
        set("task", task);
    }

    public Object getTimeout() {
        return given("timeout");
    }

    @DataBoundSetter
    public void setTimeout(Object timeout) {
        set("timeout", timeout);
    }

    public Object getOnFailure() {
        return given("onFailure");
    }

    @DataBoundSetter
    public void setOnFailure(Object onFailure) {
        set("onFailure", onFailure);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.SONAR_GATE);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            SonarGateStep step = new SonarGateStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
