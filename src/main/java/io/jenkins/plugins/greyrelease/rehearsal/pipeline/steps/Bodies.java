package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;

/** What block steps do with the end of their block. */
final class Bodies {

    private Bodies() {}

    /** Ends the step as the block ended. */
    static void passOn(StepContext context, BodyResult result) {
        if (result.failure().isPresent()) {
            context.fail(result.failure().get());
        } else {
            context.succeed(result.value());
        }
    }

    /** Runs the block once in a scope, and ends as it does. */
    static void once(StepContext context, Body body, Scope scope) {
        context.run(body, scope, "", result -> passOn(context, result));
    }
}
