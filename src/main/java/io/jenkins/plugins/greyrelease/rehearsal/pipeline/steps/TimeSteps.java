package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Steps that wait or repeat, in virtual time. */
final class TimeSteps {

    private static final Duration FIRST_RECHECK = Duration.ofMillis(250);
    private static final Duration LONGEST_RECHECK = Duration.ofSeconds(15);
    private static final int GROWTH_PERCENT = 120;

    private TimeSteps() {}

    static List<StepHandler> all() {
        return List.of(
                new SimpleStep(
                        step("sleep")
                                .sole("time", Type.INTEGER)
                                .optional("unit", Type.STRING)
                                .flow(),
                        TimeSteps::sleep),
                new TimeoutStep(),
                new SimpleStep(
                        step("retry")
                                .sole("count", Type.INTEGER)
                                .optional("conditions", Type.LIST)
                                .withBlock()
                                .flow(),
                        TimeSteps::retry),
                new SimpleStep(
                        step("waitUntil")
                                .optional("initialRecurrencePeriod", Type.INTEGER)
                                .optional("quiet", Type.BOOLEAN)
                                .withBlock()
                                .flow(),
                        (context, args) -> waitUntil(
                                context,
                                args,
                                Duration.ofMillis(args.number("initialRecurrencePeriod", FIRST_RECHECK.toMillis())))));
    }

    /** The {@code time} and {@code unit} of a call. */
    static Duration duration(Args args, TimeUnit otherwise) {
        TimeUnit unit = args.oneOf("unit", TimeUnit.class, otherwise);
        long time = args.number("time", 0);
        if (time < 0) {
            throw new StepFailure("time must not be negative, got " + time);
        }
        return Duration.of(time, unit.toChronoUnit());
    }

    private static void sleep(StepContext context, Args args) {
        Duration time = duration(args, TimeUnit.SECONDS);
        Scheduler.Timer timer = context.scheduler().after(time, () -> context.succeed(null));
        context.onStop(why -> {
            timer.cancel();
            context.fail(why);
        });
    }

    private static void retry(StepContext context, Args args) {
        long count = args.number("count", 1);
        if (count < 1) {
            throw new StepFailure("count must be at least 1, got " + count);
        }
        attempt(context, args, count - 1);
    }

    private static void attempt(StepContext context, Args args, long left) {
        context.run(args.body(), context.scope(), "", result -> {
            if (left > 0 && mayRetry(result)) {
                Throwable failure = result.failure().orElseThrow();
                context.log("ERROR: " + failure.getMessage());
                context.log("Retrying");
                attempt(context, args, left - 1);
            } else {
                Bodies.passOn(context, result);
            }
        });
    }

    private static boolean mayRetry(BodyResult result) {
        return result.failure()
                .filter(f -> f instanceof Exception)
                .filter(f -> !(f instanceof Interruption abort) || !abort.isActualInterruption())
                .isPresent();
    }

    private static void waitUntil(StepContext context, Args args, Duration next) {
        context.run(args.body(), context.scope(), "", result -> {
            if (result.failure().isPresent()) {
                context.fail(result.failure().get());
            } else if (!(result.value() instanceof Boolean met)) {
                context.fail(
                        new StepFailure("the block of waitUntil must return true or false, got " + result.value()));
            } else if (met) {
                context.succeed(null);
            } else {
                recheck(context, args, next);
            }
        });
    }

    private static void recheck(StepContext context, Args args, Duration wait) {
        Duration longer = wait.multipliedBy(GROWTH_PERCENT).dividedBy(100);
        Duration capped = longer.compareTo(LONGEST_RECHECK) > 0 ? LONGEST_RECHECK : longer;
        Scheduler.Timer timer = context.scheduler().after(wait, () -> waitUntil(context, args, capped));
        context.onStop(why -> {
            timer.cancel();
            context.fail(why);
        });
    }
}
