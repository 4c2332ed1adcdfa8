package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** A step whose work is one function. */
record SimpleStep(StepSpec spec, BiConsumer<StepContext, Args> work) implements StepHandler {

    /** A step that is done when its function returns; its result is the step's value. */
    static SimpleStep of(StepSpec spec, BiFunction<StepContext, Args, Object> work) {
        return new SimpleStep(spec, (context, args) -> context.succeed(work.apply(context, args)));
    }

    @Override
    public void start(StepContext context, Map<String, Object> args, Body body) {
        work.accept(context, new Args(args, body));
    }
}
