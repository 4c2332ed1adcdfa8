package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.jenkins.step.HpaPolicyStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The autoscaler of an app, written and checked. */
public final class HpaPolicyBuilder extends ErrandBuilder {
    private final HpaPolicyStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public HpaPolicyBuilder(HpaPolicyStep step) {
        this.step = step;
    }

    /** The arguments. */
    public HpaPolicyStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new HpaPolicyStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyHpaPolicy")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: write and check an autoscaler";
        }
    }
}
