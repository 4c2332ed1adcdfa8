package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.BuildImageStep;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** An application's image. */
public final class BuildImageBuilder extends ErrandBuilder {
    private final BuildImageStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public BuildImageBuilder(BuildImageStep step) {
        this.step = step;
    }

    /** The arguments. */
    public BuildImageStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new BuildImageStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyBuildImage")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: build an image";
        }
    }
}
