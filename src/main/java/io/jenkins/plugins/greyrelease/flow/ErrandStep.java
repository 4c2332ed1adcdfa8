package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.ErrandWork;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.util.Map;

/** A step that does something in clusters and is no release, carried out with the host's clusters. */
final class ErrandStep extends GreyStep {
    private final StepSpec step;
    private final StepHost.Factory hosts;

    ErrandStep(StepSpec step, StepHost.Factory hosts) {
        super(step);
        this.step = step;
        this.hosts = hosts;
    }

    @Override
    public void start(StepContext context, Map<String, Object> given, Body body) {
        StepHost host = hosts.create(step, context, body);
        Errand errand =
                Errand.of(step, given).orElseThrow(() -> new IllegalArgumentException(step.name() + " is no errand"));
        host.begins();
        ErrandWork work = new ErrandWork(errand, host, ErrandWork.Rules.NONE);
        context.onStop(interruption -> work.stop(interruption.getMessage()));
        work.start().whenCompleteAsync((outcome, broken) -> end(host, outcome, broken), host.pipeline());
    }
}
