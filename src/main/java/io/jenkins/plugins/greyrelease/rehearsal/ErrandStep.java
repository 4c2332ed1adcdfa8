package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.ErrandWork;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.util.Map;

/** A step that does something in clusters and is no release, carried out against a {@link Stage}. */
final class ErrandStep extends GreyStep {
    private final StepSpec step;
    private final Stage stage;

    ErrandStep(StepSpec step, Stage stage) {
        super(step);
        this.step = step;
        this.stage = stage;
    }

    @Override
    public void start(StepContext context, Map<String, Object> given, Body body) {
        PipelineHost host = new PipelineHost(stage, context, body);
        Errand errand =
                Errand.of(step, given).orElseThrow(() -> new IllegalArgumentException(step.name() + " is no errand"));
        ErrandWork work = new ErrandWork(errand, host, ErrandWork.Rules.NONE);
        context.onStop(interruption -> work.stop(interruption.getMessage()));
        work.start().whenComplete((outcome, broken) -> {
            if (broken != null) {
                fail(context, broken);
            } else {
                end(context, outcome, host.lastFailure());
            }
        });
    }
}
