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

/** {@code canaryBatch}: a release in batches; what each argument means says {@link StepSpecs#CANARY_BATCH}. */
public final class CanaryBatchStep extends GreyStep {

    /** No argument is needed where the job has defaults. */
    @DataBoundConstructor
    public CanaryBatchStep() {
        // what is missing is said when the step starts
    }

    @Override
    public StepSpec spec() {
        return StepSpecs.CANARY_BATCH;
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

    public Object getImage() {
        return given("image");
    }

    @DataBoundSetter
    public void setImage(Object image) {
        set("image", image);
    }

    public Object getManifest() {
        return given("manifest");
    }

    @DataBoundSetter
    public void setManifest(Object manifest) {
        set("manifest", manifest);
    }

    public Object getNamespace() {
        return given("namespace");
    }

    @DataBoundSetter
    public void setNamespace(Object namespace) {
        set("namespace", namespace);
    }

    public Object getContainer() {
        return given("container");
    }

    @DataBoundSetter
    public void setContainer(Object container) {
        set("container", container);
    }

    public Object getClusters() {
        return given("clusters");
    }

    @DataBoundSetter
    public void setClusters(Object clusters) {
        set("clusters", clusters);
    }

    public Object getBatches() {
        return given("batches");
    }

    @DataBoundSetter
    public void setBatches(Object batches) {
        set("batches", batches);
    }

    public Object getSpread() {
        return given("spread");
    }

    @DataBoundSetter
    public void setSpread(Object spread) {
        set("spread", spread);
    }

    public Object getMaxParallel() {
        return given("maxParallel");
    }

    @DataBoundSetter
    public void setMaxParallel(Object maxParallel) {
        set("maxParallel", maxParallel);
    }

    public Object getCapacity() {
        return given("capacity");
    }

    @DataBoundSetter
    public void setCapacity(Object capacity) {
        set("capacity", capacity);
    }

    public Object getMaxSurge() {
        return given("maxSurge");
    }

    @DataBoundSetter
    public void setMaxSurge(Object maxSurge) {
        set("maxSurge", maxSurge);
    }

    public Object getMaxUnavailable() {
        return given("maxUnavailable");
    }

    @DataBoundSetter
    public void setMaxUnavailable(Object maxUnavailable) {
        set("maxUnavailable", maxUnavailable);
    }

    public Object getMinReadySeconds() {
        return given("minReadySeconds");
    }

    @DataBoundSetter
    public void setMinReadySeconds(Object minReadySeconds) {
        set("minReadySeconds", minReadySeconds);
    }

    public Object getProgressDeadline() {
        return given("progressDeadline");
    }

    @DataBoundSetter
    public void setProgressDeadline(Object progressDeadline) {
        set("progressDeadline", progressDeadline);
    }

    public Object getSoak() {
        return given("soak");
    }

    @DataBoundSetter
    public void setSoak(Object soak) {
        set("soak", soak);
    }

    public Object getOnFailure() {
        return given("onFailure");
    }

    @DataBoundSetter
    public void setOnFailure(Object onFailure) {
        set("onFailure", onFailure);
    }

    public Object getOnAbort() {
        return given("onAbort");
    }

    @DataBoundSetter
    public void setOnAbort(Object onAbort) {
        set("onAbort", onAbort);
    }

    public Object getMaxFailedClusters() {
        return given("maxFailedClusters");
    }

    @DataBoundSetter
    public void setMaxFailedClusters(Object maxFailedClusters) {
        set("maxFailedClusters", maxFailedClusters);
    }

    public Object getStrict() {
        return given("strict");
    }

    @DataBoundSetter
    public void setStrict(Object strict) {
        set("strict", strict);
    }

    public Object getGitops() {
        return given("gitops");
    }

    @DataBoundSetter
    public void setGitops(Object gitops) {
        set("gitops", gitops);
    }

    /** Form and names. */
    @Extension
    public static final class DescriptorImpl extends GreyStepDescriptor {
        /** Made by Jenkins. */
        public DescriptorImpl() {
            super(StepSpecs.CANARY_BATCH);
        }

        @Override
        protected Step step(Map<String, Object> arguments) {
            CanaryBatchStep step = new CanaryBatchStep();
            arguments.forEach(step::set);
            return step;
        }
    }
}
