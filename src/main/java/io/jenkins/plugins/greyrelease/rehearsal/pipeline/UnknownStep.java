package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.Map;

/** A call of something that is not there; stops the run at the place of the call. */
record UnknownStep(String name, StepRegistry known) implements StepHandler {

    @Override
    public StepSpec spec() {
        return StepSpec.step(name)
                .soleOptional("arguments", Type.ANY)
                .anyParameters()
                .withOptionalBlock()
                .flow();
    }

    @Override
    public void start(StepContext context, Map<String, Object> args, Body body) {
        throw new UsageError(context.position(), "no step '" + name + "'" + Names.hint(name, known.names()));
    }
}
