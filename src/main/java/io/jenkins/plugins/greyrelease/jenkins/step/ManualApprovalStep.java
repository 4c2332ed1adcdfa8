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
        return ApprovalExecution.of(this, context);
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

    public Object getApproved() {
        return given("approved");
    }

    @DataBoundSetter
    public void setApproved(Object approved) {
        set("approved", approved);
    }

    public Object getDeclined() {
        return given("declined");
    }

    @DataBoundSetter
    public void setDeclined(Object declined) {
        set("declined", declined);
    }

    public Object getOnTimeout() {
        return given("onTimeout");
    }

    @DataBoundSetter
    public void setOnTimeout(Object onTimeout) {
        set("onTimeout", onTimeout);
    }

    public Object getReminders() {
        return given("reminders");
    }

    @DataBoundSetter
    public void setReminders(Object reminders) {
        set("reminders", reminders);
    }

    public Object getComment() {
        return given("comment");
    }

    @DataBoundSetter
    public void setComment(Object comment) {
        set("comment", comment);
    }

    public Object getDelegates() {
        return given("delegates");
    }

    @DataBoundSetter
    public void setDelegates(Object delegates) {
        set("delegates", delegates);
    }

    public Object getWindow() {
        return given("window");
    }

    @DataBoundSetter
    public void setWindow(Object window) {
        set("window", window);
    }

    public Object getWindowLength() {
        return given("windowLength");
    }

    @DataBoundSetter
    public void setWindowLength(Object windowLength) {
        set("windowLength", windowLength);
    }

    public Object getWindowZone() {
        return given("windowZone");
    }

    @DataBoundSetter
    public void setWindowZone(Object windowZone) {
        set("windowZone", windowZone);
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
