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

/** {@code buildImage}: an application's image; what each argument means says {@link StepSpecs#BUILD_IMAGE}. */
public final class BuildImageStep extends GreyStep {

    /** What is needed is said when the step starts. */
    @DataBoundConstructor
    public BuildImageStep() {
        // setters take everything, so that one error names all that is missing
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.BUILD_IMAGE;
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

    public Object getType() {
        return given("type");
    }

    @DataBoundSetter
    public void setType(Object type) {
        set("type", type);
    }

    public Object getBase() {
        return given("base");
    }

    @DataBoundSetter
    public void setBase(Object base) {
        set("base", base);
    }

    public Object getArtifact() {
        return given("artifact");
    }

    @DataBoundSetter
    public void setArtifact(Object artifact) {
        set("artifact", artifact);
    }

    public Object getInto() {
        return given("into");
    }

    @DataBoundSetter
    public void setInto(Object into) {
        set("into", into);
    }

    public Object getConfig() {
        return given("config");
    }

    @DataBoundSetter
    public void setConfig(Object config) {
        set("config", config);
    }

    public Object getConfigInto() {
        return given("configInto");
    }

    @DataBoundSetter
    public void setConfigInto(Object configInto) {
        set("configInto", configInto);
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

    public Object getPlatforms() {
        return given("platforms");
    }

    @DataBoundSetter
    public void setPlatforms(Object platforms) {
        set("platforms", platforms);
    }

    public Object getCommand() {
        return given("command");
    }

    @DataBoundSetter
    public void setCommand(Object command) {
        set("command", command);
    }

    public Object getLabels() {
        return given("labels");
    }

    @DataBoundSetter
    public void setLabels(Object labels) {
        set("labels", labels);
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
            super(StepSpecs.BUILD_IMAGE);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            BuildImageStep step = new BuildImageStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
