package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.BuildBaseImageStep;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A base image of an application type. */
public final class BuildBaseImageBuilder extends ErrandBuilder {
    private final BuildBaseImageStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public BuildBaseImageBuilder(BuildBaseImageStep step) {
        this.step = step;
    }

    /** The arguments. */
    public BuildBaseImageStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new BuildBaseImageStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyBuildBaseImage")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: build a base image";
        }
    }
}
