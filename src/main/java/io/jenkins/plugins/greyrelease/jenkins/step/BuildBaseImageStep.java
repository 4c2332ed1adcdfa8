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

/** {@code buildBaseImage}: a base image of an application type; what each argument means says {@link StepSpecs#BUILD_BASE_IMAGE}. */
public final class BuildBaseImageStep extends GreyStep {

    /** What is needed is said when the step starts. */
    @DataBoundConstructor
    public BuildBaseImageStep() {
        // setters take everything, so that one error names all that is missing
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.BUILD_BASE_IMAGE;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return ErrandExecution.of(this, context);
    }

    public Object getType() {
        return given("type");
    }

    @DataBoundSetter
    public void setType(Object type) {
        set("type", type);
    }

    public Object getDefinition() {
        return given("definition");
    }

    @DataBoundSetter
    public void setDefinition(Object definition) {
        set("definition", definition);
    }

    public Object getTag() {
        return given("tag");
    }

    @DataBoundSetter
    public void setTag(Object tag) {
        set("tag", tag);
    }

    public Object getRegistry() {
        return given("registry");
    }

    @DataBoundSetter
    public void setRegistry(Object registry) {
        set("registry", registry);
    }

    public Object getRelease() {
        return given("release");
    }

    @DataBoundSetter
    public void setRelease(Object release) {
        set("release", release);
    }

    public Object getCluster() {
        return given("cluster");
    }

    @DataBoundSetter
    public void setCluster(Object cluster) {
        set("cluster", cluster);
    }

    public Object getAllow() {
        return given("allow");
    }

    @DataBoundSetter
    public void setAllow(Object allow) {
        set("allow", allow);
    }

    public Object getSource() {
        return given("source");
    }

    @DataBoundSetter
    public void setSource(Object source) {
        set("source", source);
    }

    public Object getRevision() {
        return given("revision");
    }

    @DataBoundSetter
    public void setRevision(Object revision) {
        set("revision", revision);
    }

    public Object getCreated() {
        return given("created");
    }

    @DataBoundSetter
    public void setCreated(Object created) {
        set("created", created);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.BUILD_BASE_IMAGE);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            BuildBaseImageStep step = new BuildBaseImageStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
