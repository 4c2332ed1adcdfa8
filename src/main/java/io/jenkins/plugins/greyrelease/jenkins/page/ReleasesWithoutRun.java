package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.RootAction;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.Permission;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.jenkins.release.Undertaking;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Releases that go on although the run that began them has ended or is gone, and where the others are. Whoever may see or
 * steer a job's releases may do so here; where the job is gone, administrators may.
 */
@Extension
public class ReleasesWithoutRun extends ReleasesPage implements RootAction {

    /** In the side panel only while there is something to see. */
    @Override
    public String getIconFileName() {
        return undertakings().isEmpty() ? null : "symbol-grey-release plugin-grey-release";
    }

    @Override
    public String getDisplayName() {
        return "Releases without a run";
    }

    @Override
    public String getUrlName() {
        return "grey-releases";
    }

    @Override
    List<Undertaking> undertakings() {
        return ReleaseManager.get().withoutRun().stream()
                .filter(each -> may(each, GreyPermissions.VIEW))
                .toList();
    }

    @Override
    PageBody body(List<Undertaking> shown) {
        return new PageBody(
                shown.stream()
                        .map(each -> UndertakingViews.of(each, RunNames.pointer(each.runId())))
                        .toList(),
                List.of(),
                ReleaseManager.get().all().stream()
                        .filter(each -> !each.withoutRun() && each.outcome().isEmpty())
                        .filter(each -> may(each, GreyPermissions.VIEW))
                        .map(each -> RunNames.page(each.app(), each.runId()))
                        .toList(),
                true,
                "Every release that is under way has a run that waits for it.");
    }

    @Override
    void checkView() {
        Jenkins.get().checkPermission(Jenkins.READ);
    }

    @Override
    void checkControl(Undertaking undertaking) {
        Optional<Job<?, ?>> job = job(undertaking);
        if (job.isPresent()) {
            job.get().checkPermission(GreyPermissions.CONTROL);
        } else {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        }
    }

    @Override
    boolean mayControl(Undertaking undertaking) {
        return may(undertaking, GreyPermissions.CONTROL);
    }

    private static boolean may(Undertaking undertaking, Permission permission) {
        return job(undertaking).map(job -> job.hasPermission(permission)).orElseGet(() -> Jenkins.get()
                .hasPermission(Jenkins.ADMINISTER));
    }

    /** The job, whoever asks: what they may do with it is asked afterwards. */
    private static Optional<Job<?, ?>> job(Undertaking undertaking) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(RunNames.job(undertaking.runId()), Job.class);
            return Optional.ofNullable(job);
        }
    }
}
