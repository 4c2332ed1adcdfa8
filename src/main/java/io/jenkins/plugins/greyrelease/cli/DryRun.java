package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.flow.GreyStep;
import io.jenkins.plugins.greyrelease.flow.Guess;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.Pipeline;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Silence;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through a Jenkinsfile before it runs for real, in virtual time and without doing anything: commands succeed, people
 * say yes, releases only have their arguments read. So a mistake in the third stage is known before the first.
 *
 * <p>Does not check: blocks of grey steps beyond what their text shows, and what comes after a command whose answer counts.
 */
final class DryRun {
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final int MOST_EVENTS = 200_000;

    private final ApprovalLimits approval;
    private boolean unsure;

    private DryRun(ApprovalLimits approval) {
        this.approval = approval;
    }

    /**
     * Goes through it.
     *
     * @param steps of the real run; none of them does anything here
     * @param options with files that are only read
     * @throws UsageError if it is wrong in itself, or calls what cannot be done
     * @throws BadArgumentsException for arguments of a step that are wrong
     * @throws RefusedException for what a step refuses
     */
    static void check(String text, String name, FileSteps steps, PipelineOptions options, ApprovalLimits approval) {
        new DryRun(approval).go(text, name, steps, options);
    }

    private void go(String text, String name, FileSteps steps, PipelineOptions options) {
        VirtualTime time = new VirtualTime();
        PipelineRun run = Pipeline.load(
                        text, name, steps.withGrey(listening(steps.registry(InputGate.ALWAYS))), options)
                .start(time, new Silence());
        time.runUntil(() -> run.done().isDone() || time.executed() > MOST_EVENTS, LONGEST);
        Optional<Throwable> failure = Optional.ofNullable(run.done().getNow(null))
                .flatMap(PipelineOutcome::failure)
                .map(PipelineOutcome.Failure::cause);
        failure.filter(UsageError.class::isInstance).ifPresent(wrong -> {
            throw (UsageError) wrong;
        });
        boolean certain =
                failure.filter(cause -> cause instanceof BadArgumentsException || cause instanceof RefusedException)
                                .isPresent()
                        && !unsure;
        if (certain) {
            throw (RuntimeException) failure.get();
        }
    }

    private StepRegistry listening(StepRegistry steps) {
        StepRegistry all = steps.with(new Command(steps.find("sh").orElseThrow().spec()));
        for (StepSpec spec : StepSpecs.all()) {
            all = all.with(new Listening(spec));
        }
        return all;
    }

    private void read(StepSpec spec, Map<String, Object> given) {
        if (spec == StepSpecs.CANARY_BATCH || spec == StepSpecs.ROLLBACK) {
            ReleaseRequest.of(spec, given);
        } else if (spec == StepSpecs.MANUAL_APPROVAL) {
            approval.check(ManualApprovalArgs.from(given));
        } else {
            Errand.of(spec, given);
        }
    }

    private final class Listening extends GreyStep {
        private final StepSpec step;

        Listening(StepSpec step) {
            super(step);
            this.step = step;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            read(step, given);
            context.succeed(Guess.of(step.name(), given));
        }
    }

    /** A command that succeeds; where its answer counts, what follows is a guess. */
    private final class Command implements StepHandler {
        private final io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec spec;

        Command(io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec spec) {
            this.spec = spec;
        }

        @Override
        public io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec spec() {
            return spec;
        }

        @Override
        public void start(StepContext context, Map<String, Object> args, Body body) {
            boolean status = Boolean.TRUE.equals(args.get("returnStatus"));
            boolean printed = Boolean.TRUE.equals(args.get("returnStdout"));
            unsure |= status || printed;
            context.succeed(status ? Integer.valueOf(0) : printed ? "" : null);
        }
    }
}
