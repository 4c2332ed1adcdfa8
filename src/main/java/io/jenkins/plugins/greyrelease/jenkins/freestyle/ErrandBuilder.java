package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.AbortException;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.greyrelease.jenkins.config.JobDefaults;
import io.jenkins.plugins.greyrelease.jenkins.release.Errands;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.step.ErrandWork;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.io.IOException;
import java.util.Map;

/** A build step that does something in clusters and is no release, with the arguments of a Pipeline step. */
public abstract class ErrandBuilder extends Builder {

    /** The step whose arguments it has. */
    protected abstract GreyStep greyStep();

    /** Does it, while the build waits on its executor. */
    @Override
    public final boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        StepSpec spec = greyStep().spec();
        Map<String, Object> given = Expansion.of(greyStep().arguments(), build.getEnvironment(listener)::expand);
        ErrandWork work = work(build, listener, spec, JobDefaults.under(build.getParent(), spec, given));
        LongWait waiting = new LongWait(work.start());
        StepOutcome outcome = waiting.outcome(BuildEnd::interrupter, work::stop);
        return BuildEnd.of(outcome, waiting.wasInterrupted(), build, listener);
    }

    private static ErrandWork work(
            AbstractBuild<?, ?> build, BuildListener listener, StepSpec spec, Map<String, Object> arguments)
            throws AbortException {
        try {
            return Errands.of(build, spec, arguments, new BuildAttendant(listener.getLogger(), build.getWorkspace()));
        } catch (BadArgumentsException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** What the forms of these build steps have in common. */
    public abstract static class ErrandBuilderDescriptor extends BuildStepDescriptor<Builder> {
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
