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

/** {@code jiraChange}: a change ticket in Jira; what each argument means says {@link StepSpecs#JIRA_CHANGE}. */
public final class JiraChangeStep extends GreyStep {

    /** No argument is needed. */
    @DataBoundConstructor
    public JiraChangeStep() {
        // what is wrong is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.JIRA_CHANGE;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
    }

    public Object getIssue() {
        return given("issue");
    }

    @DataBoundSetter
    public void setIssue(Object issue) {
        set("issue", issue);
    }

    public Object getProject() {
        return given("project");
    }

    @DataBoundSetter
    public void setProject(Object project) {
        set("project", project);
    }

    public Object getSummary() {
        return given("summary");
    }

    @DataBoundSetter
    public void setSummary(Object summary) {
        set("summary", summary);
    }

    public Object getType() {
        return given("type");
    }

    @DataBoundSetter
    public void setType(Object type) {
        set("type", type);
    }

    public Object getFields() {
        return given("fields");
    }

    @DataBoundSetter
    public void setFields(Object fields) {
        set("fields", fields);
    }

    public Object getRequire() {
        return given("require");
    }

    @DataBoundSetter
    public void setRequire(Object require) {
        set("require", require);
    }

    public Object getTransition() {
        return given("transition");
    }

    @DataBoundSetter
    public void setTransition(Object transition) {
        set("transition", transition);
    }

    public Object getComment() {
        return given("comment");
    }

    @DataBoundSetter
    public void setComment(Object comment) {
        set("comment", comment);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.JIRA_CHANGE);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            JiraChangeStep step = new JiraChangeStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
