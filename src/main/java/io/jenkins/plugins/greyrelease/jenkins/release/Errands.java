package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.model.Run;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyReleaseConfiguration;
import io.jenkins.plugins.greyrelease.jenkins.config.ReleaseRestriction;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.ErrandWork;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.util.Map;
import jenkins.model.Jenkins;

/** Steps that do something in clusters and are no releases, as the controller does them. */
public final class Errands {
    private Errands() {}

    /**
     * What a run asks for, ready to be started: on the clusters as they are configured now, where the folders above the
     * run's job allow it.
     *
     * @param arguments with the job's defaults
     * @param attendant the run's log, workspace and block; it is not told of the end
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static ErrandWork of(Run<?, ?> run, StepSpec step, Map<String, Object> arguments, Attendant attendant) {
        Errand errand = Errand.of(step, arguments)
                .orElseThrow(() -> new IllegalArgumentException(step.name() + " is no errand"));
        ErrandHost host = new ErrandHost(
                ref(run),
                attendant,
                new ErrandHost.Controller(
                        () -> GreyReleaseConfiguration.get().fleet(),
                        () -> GreyReleaseConfiguration.get().services(),
                        () -> GreyReleaseConfiguration.get().registries(),
                        ReleaseManager.get().scheduler(),
                        ReleaseManager.get().news()));
        return new ErrandWork(
                errand,
                host,
                (namespace, clusters) -> ReleaseRestriction.problems(run.getParent(), namespace, clusters));
    }

    /** A run, as steps know it. */
    public static RunRef ref(Run<?, ?> run) {
        String root = Jenkins.get().getRootUrl();
        return new RunRef(run.getExternalizableId(), root == null ? "" : root + run.getUrl());
    }
}
