package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.Extension;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.jenkins.step.RollbackStep;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A return to an earlier version. */
public final class RollbackBuilder extends ReleaseBuilder {
    private final RollbackStep step;

    /** @param step the arguments */
    @DataBoundConstructor
    public RollbackBuilder(RollbackStep step) {
        this.step = step;
    }

    /** The arguments. */
    public RollbackStep getStep() {
        return step;
    }

    @Override
    protected GreyStep greyStep() {
        return step == null ? new RollbackStep() : step;
    }

    /** Its form. */
    @Extension
    @Symbol("greyRollback")
    public static class DescriptorImpl extends ReleaseBuilderDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: return an app to an earlier version";
        }
    }
}
