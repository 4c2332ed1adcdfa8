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

/** {@code harborSync}: an image for other registries; what each argument means says {@link StepSpecs#HARBOR_SYNC}. */
public final class HarborSyncStep extends GreyStep {

    /** No argument is needed where the job has defaults. */
    @DataBoundConstructor
    public HarborSyncStep() {
        // what is missing is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.HARBOR_SYNC;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
    }

    public Object getImage() {
        return given("image");
    }

    @DataBoundSetter
    public void setImage(Object image) {
        set("image", image);
    }

    public Object getTo() {
        return given("to");
    }

    @DataBoundSetter
    public void setTo(Object to) {
        set("to", to);
    }

    public Object getVia() {
        return given("via");
    }

    @DataBoundSetter
    public void setVia(Object via) {
        set("via", via);
    }

    public Object getTimeout() {
        return given("timeout");
    }

    @DataBoundSetter
    public void setTimeout(Object timeout) {
        set("timeout", timeout);
    }

    public Object getMaxSeverity() {
        return given("maxSeverity");
    }

    @DataBoundSetter
    public void setMaxSeverity(Object maxSeverity) {
        set("maxSeverity", maxSeverity);
    }

    public Object getSigned() {
        return given("signed");
    }

    @DataBoundSetter
    public void setSigned(Object signed) {
        set("signed", signed);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.HARBOR_SYNC);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            HarborSyncStep step = new HarborSyncStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
