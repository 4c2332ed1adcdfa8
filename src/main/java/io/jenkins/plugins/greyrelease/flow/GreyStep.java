package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A step of ours in a pipeline: its name and parameters, and what becomes of the run when it ends. */
public abstract class GreyStep implements StepHandler {
    private final StepSpec spec;

    /** With the name and the parameters of a step. */
    protected GreyStep(io.jenkins.plugins.greyrelease.step.StepSpec step) {
        spec = spec(step);
    }

    @Override
    public final StepSpec spec() {
        return spec;
    }

    /** What is required or of the wrong type, the step's own arguments say, all of it together. */
    private static StepSpec spec(io.jenkins.plugins.greyrelease.step.StepSpec step) {
        StepSpec spec = StepSpec.step(step.name());
        for (var parameter : step.parameters()) {
            boolean sole = step.sole().filter(parameter.name()::equals).isPresent();
            spec = sole
                    ? spec.soleOptional(parameter.name(), StepSpec.Type.ANY)
                    : spec.optional(parameter.name(), StepSpec.Type.ANY);
        }
        return step.takesBlock() ? spec.withBlock() : spec;
    }

    /** Ends the call as the outcome says. */
    static void end(StepContext context, StepOutcome outcome, Optional<Throwable> fromBlock) {
        switch (outcome.status()) {
            case SUCCESS -> context.succeed(outcome.returned());
            case UNSTABLE -> {
                context.build().worsen(Result.UNSTABLE);
                context.mark(StepStatus.UNSTABLE, outcome.message());
                context.succeed(outcome.returned());
            }
            case FAILURE -> context.fail(fromBlock.orElseGet(() -> new StepFailure(outcome.message())));
            case ABORTED ->
                context.fail(fromBlock
                        .filter(Interruption.class::isInstance)
                        .orElseGet(() -> new Interruption(Result.ABORTED, outcome.message())));
            case REFUSED -> context.fail(new RefusedException(outcome.message()));
            case OPEN -> context.fail(new StepFailure(outcome.message()));
        }
    }

    /** Ends the call that a host belongs to, as the work ended: with an outcome, or broken. */
    static void end(StepHost host, StepOutcome outcome, Throwable broken) {
        if (broken != null) {
            fail(host.context(), broken);
        } else {
            host.ended(outcome);
            end(host.context(), outcome, host.lastFailure());
        }
    }

    /** Ends the call with a failure of the step itself. */
    static void fail(StepContext context, Throwable failure) {
        context.fail(
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
    }
}
