package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.CanaryBatchStep;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A release in batches, checked by the pods' own state. */
public final class CanaryBatchBuilder extends ReleaseBuilder {
    private final CanaryBatchStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public CanaryBatchBuilder(CanaryBatchStep step) {
        this.step = step;
    }

    /** The arguments. */
    public CanaryBatchStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new CanaryBatchStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyCanaryBatch")
    public static class DescriptorImpl extends ReleaseBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: release an app in batches";
        }
    }
}
