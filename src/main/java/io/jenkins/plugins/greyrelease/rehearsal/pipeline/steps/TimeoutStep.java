package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyResult;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.BodyRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code timeout}: aborts the innermost step of its block when the time is over. A block that has not ended a minute
 * after that is let go.
 */
final class TimeoutStep implements StepHandler {

    /** As long as Jenkins waits for an aborted block. */
    static final Duration GRACE = Duration.ofMinutes(1);

    @Override
    public StepSpec spec() {
        return step("timeout")
                .sole("time", Type.INTEGER)
                .optional("unit", Type.STRING)
                .optional("activity", Type.BOOLEAN)
                .withBlock()
                .flow();
    }

    @Override
    public void start(StepContext context, Map<String, Object> values, Body body) {
        Duration limit = TimeSteps.duration(new Args(values, body), TimeUnit.MINUTES);
        new Watch(context, new Interruption(Result.ABORTED, "Timeout of " + words(limit) + " has been exceeded"))
                .begin(body, limit);
    }

    /** 90 s are {@code 1m30s}. */
    static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    /** One call. */
    private static final class Watch {
        private final StepContext context;
        private final Interruption exceeded;
        private Scheduler.Timer timer;

        Watch(StepContext context, Interruption exceeded) {
            this.context = context;
            this.exceeded = exceeded;
        }

        void begin(Body body, Duration limit) {
            BodyRun run = context.run(body, context.scope(), "", this::ended);
            timer = context.scheduler().after(limit, () -> expire(run));
        }

        private void expire(BodyRun run) {
            context.log("Cancelling nested steps due to timeout");
            timer = context.scheduler().after(GRACE, () -> {
                context.log("Body did not finish within grace period; letting it go");
                run.kill();
                context.fail(exceeded.handledByOrigin());
            });
            run.cancel(exceeded);
        }

        private void ended(BodyResult result) {
            timer.cancel();
            boolean ours = result.failure().filter(f -> f == exceeded).isPresent();
            if (ours) {
                context.fail(exceeded.handledByOrigin());
            } else {
                Bodies.passOn(context, result);
            }
        }
    }
}
