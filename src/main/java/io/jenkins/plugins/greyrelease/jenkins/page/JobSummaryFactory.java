package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.greyrelease.jenkins.release.JobLedger;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives jobs that have released something their summary. Asked often: looks for a file, and does not read it. */
@Extension
@SuppressWarnings("rawtypes")
public class JobSummaryFactory extends TransientActionFactory<Job> {

    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return JobSummary.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job target) {
        Job<?, ?> job = target;
        return JobLedger.has(job.getRootDir()) ? List.of(new JobSummary(job)) : List.of();
    }
}
