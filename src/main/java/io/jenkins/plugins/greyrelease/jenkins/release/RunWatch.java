package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;

/** Tells the release manager of runs that nobody can wait in any more. */
@Extension
public class RunWatch extends RunListener<Run<?, ?>> {

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        ReleaseManager.get().ended(run);
        ReleaseManager.get().undertakings().gone(run.getExternalizableId());
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        ReleaseManager.get().undertakings().gone(run.getExternalizableId());
    }
}
