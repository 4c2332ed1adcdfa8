package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import hudson.AbortException;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.greyrelease.jenkins.config.JobDefaults;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.jenkins.release.Undertaking;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStep;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.io.IOException;
import java.util.Map;

/**
 * A build step that releases, with the arguments of a Pipeline step. It is no Pipeline step itself: there it would hold
 * an executor and could not survive a restart.
 */
public abstract class ReleaseBuilder extends Builder {

    /** The step whose arguments it has. */
    protected abstract GreyStep greyStep();

    /** Begins the release and waits, on the build's executor, until it has ended. */
    @Override
    public final boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        BuildAttendant attendant = new BuildAttendant(listener.getLogger(), build.getWorkspace());
        Map<String, Object> given = Expansion.of(greyStep().arguments(), build.getEnvironment(listener)::expand);
        Undertaking begun = begun(build, given, attendant);
        LongWait waiting = new LongWait(attendant.end());
        StepOutcome outcome = waiting.outcome(BuildEnd::interrupter, by -> begun.command(Command.ABORT, by));
        return BuildEnd.of(outcome, waiting.wasInterrupted(), build, listener);
    }

    private Undertaking begun(AbstractBuild<?, ?> build, Map<String, Object> given, BuildAttendant attendant)
            throws AbortException {
        StepSpec spec = greyStep().spec();
        try {
            return ReleaseManager.get()
                    .attend(null, build, spec, JobDefaults.under(build.getParent(), spec, given), attendant);
        } catch (BadArgumentsException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** What the forms of these build steps have in common. */
    public abstract static class ReleaseBuilderDescriptor extends BuildStepDescriptor<Builder> {
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
