package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.jenkins.step.HarborSyncStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** An image for other registries. */
public final class HarborSyncBuilder extends ErrandBuilder {
    private final HarborSyncStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public HarborSyncBuilder(HarborSyncStep step) {
        this.step = step;
    }

    /** The arguments. */
    public HarborSyncStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new HarborSyncStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyHarborSync")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: bring an image to other registries";
        }
    }
}
