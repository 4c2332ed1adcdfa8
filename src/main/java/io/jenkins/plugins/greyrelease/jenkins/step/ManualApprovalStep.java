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

/** {@code manualApproval}: holds until people say yes; what each argument means says {@link StepSpecs#MANUAL_APPROVAL}. */
public final class ManualApprovalStep extends GreyStep {

    /** @param message see {@link StepSpecs#MANUAL_APPROVAL} */
    @DataBoundConstructor
    public ManualApprovalStep(Object message) {
        set("message", message);
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.MANUAL_APPROVAL;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ApprovalInput.start(this, context);
    }

    public Object getMessage() {
        return given("message");
    }

    public Object getApprovers() {
        return given("approvers");
    }

    @DataBoundSetter
    public void setApprovers(Object approvers) {
        set("approvers", approvers);
    }

    public Object getQuorum() {
        return given("quorum");
    }

    @DataBoundSetter
    public void setQuorum(Object quorum) {
        set("quorum", quorum);
    }

    public Object getSeparateDuties() {
        return given("separateDuties");
    }

    @DataBoundSetter
    public void setSeparateDuties(Object separateDuties) {
        set("separateDuties", separateDuties);
    }

    public Object getTimeout() {
        return given("timeout");
    }

    @DataBoundSetter
    public void setTimeout(Object timeout) {
        set("timeout", timeout);
    }

    public Object getIssue() {
        return given("issue");
    }

    @DataBoundSetter
    public void setIssue(Object issue) {
        set("issue", issue);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.MANUAL_APPROVAL);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            ManualApprovalStep step = new ManualApprovalStep(arguments.get("message"));
            arguments.forEach(step::set);
            return step;
        }
    }
}
