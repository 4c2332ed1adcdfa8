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

/** {@code rollback}: back to an earlier version; what each argument means says {@link StepSpecs#ROLLBACK}. */
public final class RollbackStep extends GreyStep {

    /** No argument is needed where the job has defaults. */
    @DataBoundConstructor
    public RollbackStep() {
        // what is missing is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.ROLLBACK;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ReleaseExecution.of(this, context);
    }

    public Object getApp() {
        return given("app");
    }

    @DataBoundSetter
    public void setApp(Object app) {
        set("app", app);
    }

    public Object getNamespace() {
        return given("namespace");
    }

    @DataBoundSetter
    public void setNamespace(Object namespace) {
        set("namespace", namespace);
    }

    public Object getClusters() {
        return given("clusters");
    }

    @DataBoundSetter
    public void setClusters(Object clusters) {
        set("clusters", clusters);
    }

    public Object getTo() {
        return given("to");
    }

    @DataBoundSetter
    public void setTo(Object to) {
        set("to", to);
    }

    public Object getBatches() {
        return given("batches");
    }

    @DataBoundSetter
    public void setBatches(Object batches) {
        set("batches", batches);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.ROLLBACK);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            RollbackStep step = new RollbackStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
