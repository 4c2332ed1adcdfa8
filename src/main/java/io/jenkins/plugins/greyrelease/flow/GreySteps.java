package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;

/** All steps of the plugin, for a pipeline. */
public final class GreySteps {
    private GreySteps() {}

    /**
     * Adds them.
     *
     * @param hosts makes the surroundings of each call
     */
    public static StepRegistry addTo(StepRegistry steps, StepHost.Factory hosts) {
        StepRegistry all = steps;
        for (StepSpec spec : StepSpecs.all()) {
            if (Errand.readers().containsKey(spec.name())) {
                all = all.with(new ErrandStep(spec, hosts));
            }
        }
        return all.with(
                new ReleaseSteps.Releasing(StepSpecs.CANARY_BATCH, hosts),
                new ReleaseSteps.Releasing(StepSpecs.ROLLBACK, hosts),
                new ReleaseSteps.ManualApproval(hosts));
    }
}
