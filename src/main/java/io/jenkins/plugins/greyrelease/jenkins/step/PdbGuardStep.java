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

/** {@code pdbGuard}: disruption budgets; what each argument means says {@link StepSpecs#PDB_GUARD}. */
public final class PdbGuardStep extends GreyStep {

    /** No argument is needed. */
    @DataBoundConstructor
    public PdbGuardStep() {
        // what is wrong is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.PDB_GUARD;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
    }

    public Object getClusters() {
        return given("clusters");
    }

    @DataBoundSetter
    public void setClusters(Object clusters) {
        set("clusters", clusters);
    }

    public Object getNamespace() {
        return given("namespace");
    }

    @DataBoundSetter
    public void setNamespace(Object namespace) {
        set("namespace", namespace);
    }

    public Object getApp() {
        return given("app");
    }

    @DataBoundSetter
    public void setApp(Object app) {
        set("app", app);
    }

    public Object getMaxUnavailable() {
        return given("maxUnavailable");
    }

    @DataBoundSetter
    public void setMaxUnavailable(Object maxUnavailable) {
        set("maxUnavailable", maxUnavailable);
    }

    public Object getFix() {
        return given("fix");
    }

    @DataBoundSetter
    public void setFix(Object fix) {
        set("fix", fix);
    }

    public Object getFailOn() {
        return given("failOn");
    }

    @DataBoundSetter
    public void setFailOn(Object failOn) {
        set("failOn", failOn);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.PDB_GUARD);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            PdbGuardStep step = new PdbGuardStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
