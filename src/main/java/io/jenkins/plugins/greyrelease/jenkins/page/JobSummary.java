package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.model.Action;
import hudson.model.Job;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import io.jenkins.plugins.greyrelease.jenkins.release.JobLedger;

/** "Which version runs where" on a job's page. */
public class JobSummary implements Action {
    private final Job<?, ?> job;

    JobSummary(Job<?, ?> job) {
        this.job = job;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Versions in service";
    }

    @Override
    public String getUrlName() {
        return null;
    }

    /** The summary; empty if whoever looks may not see it. */
    public String markup() {
        return job.hasPermission(GreyPermissions.VIEW)
                ? VersionsMarkup.of(JobLedger.read(job.getRootDir()), job.getFullName())
                : "";
    }
}
