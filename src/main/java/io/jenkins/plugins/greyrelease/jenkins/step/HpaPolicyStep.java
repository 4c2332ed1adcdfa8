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

/** {@code hpaPolicy}: autoscalers; what each argument means says {@link StepSpecs#HPA_POLICY}. */
public final class HpaPolicyStep extends GreyStep {

    /** No argument is needed where the job has defaults. */
    @DataBoundConstructor
    public HpaPolicyStep() {
        // what is missing is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.HPA_POLICY;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
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

    public Object getMin() {
        return given("min");
    }

    @DataBoundSetter
    public void setMin(Object min) {
        set("min", min);
    }

    public Object getMax() {
        return given("max");
    }

    @DataBoundSetter
    public void setMax(Object max) {
        set("max", max);
    }

    public Object getCpu() {
        return given("cpu");
    }

    @DataBoundSetter
    public void setCpu(Object cpu) {
        set("cpu", cpu);
    }

    public Object getMemory() {
        return given("memory");
    }

    @DataBoundSetter
    public void setMemory(Object memory) {
        set("memory", memory);
    }

    public Object getMetrics() {
        return given("metrics");
    }

    @DataBoundSetter
    public void setMetrics(Object metrics) {
        set("metrics", metrics);
    }

    public Object getUpCooldown() {
        return given("upCooldown");
    }

    @DataBoundSetter
    public void setUpCooldown(Object upCooldown) {
        set("upCooldown", upCooldown);
    }

    public Object getDownCooldown() {
        return given("downCooldown");
    }

    @DataBoundSetter
    public void setDownCooldown(Object downCooldown) {
        set("downCooldown", downCooldown);
    }

    public Object getTolerance() {
        return given("tolerance");
    }

    @DataBoundSetter
    public void setTolerance(Object tolerance) {
        set("tolerance", tolerance);
    }

    public Object getPanic() {
        return given("panic");
    }

    @DataBoundSetter
    public void setPanic(Object panic) {
        set("panic", panic);
    }

    public Object getDryRun() {
        return given("dryRun");
    }

    @DataBoundSetter
    public void setDryRun(Object dryRun) {
        set("dryRun", dryRun);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.HPA_POLICY);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            HpaPolicyStep step = new HpaPolicyStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
