package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;

/** Ends approvals of runs that nobody can go on with. */
@Extension
public class ApprovalWatch extends RunListener<Run<?, ?>> {

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        OpenApprovals.get().gone(run.getExternalizableId(), "the run has ended");
    }

    @Override
    public void onDeleted(Run<?, ?> run) {
        OpenApprovals.get().gone(run.getExternalizableId(), "the run was deleted");
    }
}
