package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.jenkins.step.PdbGuardStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A check of disruption budgets. */
public final class PdbGuardBuilder extends ErrandBuilder {
    private final PdbGuardStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public PdbGuardBuilder(PdbGuardStep step) {
        this.step = step;
    }

    /** The arguments. */
    public PdbGuardStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new PdbGuardStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyPdbGuard")
    public static class DescriptorImpl extends ErrandBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: check disruption budgets";
        }
    }
}
