package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepStatus;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import java.util.List;

/** Steps that turn failures into results. */
final class ResultSteps {

    private ResultSteps() {}

    static List<StepHandler> all() {
        return List.of(
                SimpleStep.of(step("unstable").sole("message", Type.STRING).flow(), ResultSteps::unstable),
                new SimpleStep(
                        step("catchError")
                                .soleOptional("message", Type.STRING)
                                .optional("buildResult", Type.STRING)
                                .optional("stageResult", Type.STRING)
                                .optional("catchInterruptions", Type.BOOLEAN)
                                .withBlock()
                                .flow(),
                        (context, args) -> catching(context, args, Result.FAILURE)),
                new SimpleStep(
                        step("warnError")
                                .sole("message", Type.STRING)
                                .optional("catchInterruptions", Type.BOOLEAN)
                                .withBlock()
                                .flow(),
                        (context, args) -> catching(context, args, Result.UNSTABLE)));
    }

    private static Object unstable(StepContext context, Args args) {
        String message = args.text("message", "");
        context.log("WARNING: " + message);
        context.build().worsen(Result.UNSTABLE);
        context.mark(StepStatus.UNSTABLE, message);
        return null;
    }

    private static void catching(StepContext context, Args args, Result otherwise) {
        Result build = args.oneOf("buildResult", Result.class, otherwise);
        Result stage = args.oneOf("stageResult", Result.class, build);
        context.run(args.body(), context.scope(), "", result -> {
            if (mustPass(result, args.flag("catchInterruptions", true))) {
                context.fail(result.failure().orElseThrow());
                return;
            }
            result.failure().ifPresent(failure -> record(context, args, failure, build, stage));
            context.succeed(null);
        });
    }

    private static boolean mustPass(BodyResult result, boolean catchInterruptions) {
        return result.failure()
                .filter(f -> f instanceof UsageError
                        || (!catchInterruptions && f instanceof Interruption i && i.isActualInterruption()))
                .isPresent();
    }

    /** An abort sets its own result, whatever the step was told. */
    private static void record(StepContext context, Args args, Throwable failure, Result build, Result stage) {
        args.text("message").ifPresent(context::log);
        context.log("ERROR: " + failure.getMessage());
        boolean aborted = failure instanceof Interruption;
        Result buildResult = aborted ? ((Interruption) failure).getResult() : build;
        Result stageResult = aborted ? buildResult : stage;
        if (buildResult != Result.SUCCESS) {
            context.build().worsen(buildResult);
        }
        if (stageResult != Result.SUCCESS) {
            context.mark(status(stageResult), args.text("message").orElse(String.valueOf(failure.getMessage())));
        }
    }

    private static StepStatus status(Result result) {
        return switch (result) {
            case SUCCESS -> StepStatus.SUCCESS;
            case UNSTABLE -> StepStatus.UNSTABLE;
            case NOT_BUILT -> StepStatus.SKIPPED;
            case FAILURE -> StepStatus.FAILURE;
            case ABORTED -> StepStatus.ABORTED;
        };
    }
}
