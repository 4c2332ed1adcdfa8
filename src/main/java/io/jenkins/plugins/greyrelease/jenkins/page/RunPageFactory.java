package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import java.io.File;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives runs that have a release their page. Asked often: looks for a directory, and reads nothing. */
@Extension
@SuppressWarnings("rawtypes")
public class RunPageFactory extends TransientActionFactory<Run> {

    @Override
    public Class<Run> type() {
        return Run.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return RunPage.class;
    }

    @Override
    public Collection<? extends Action> createFor(Run target) {
        Run<?, ?> run = target;
        return has(run) ? List.of(new RunPage(run)) : List.of();
    }

    private static boolean has(Run<?, ?> run) {
        return new File(run.getRootDir(), ReleaseManager.RUN_DIRECTORY).isDirectory()
                || ReleaseManager.get().all().stream()
                        .anyMatch(each -> each.runId().equals(run.getExternalizableId()));
    }
}
