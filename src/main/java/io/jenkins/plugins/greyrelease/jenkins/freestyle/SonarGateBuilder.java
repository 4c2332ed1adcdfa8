package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.jenkins.step.SonarGateStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A quality gate of SonarQube. */
public final class SonarGateBuilder extends ErrandBuilder {
    private final SonarGateStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public SonarGateBuilder(SonarGateStep step) {
        this.step = step;
    }

    /** The arguments. */
    public SonarGateStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new SonarGateStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greySonarGate")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: wait for a quality gate";
        }
    }
}
