package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.ReleaseRun;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The steps that release something, and the question to people, carried out against a {@link Stage}. */
final class ReleaseSteps {
    private ReleaseSteps() {}

    /** A step of ours that needs the stage. */
    private abstract static class OnStage extends GreyStep {
        private final Stage stage;

        OnStage(StepSpec spec, Stage stage) {
            super(spec);
            this.stage = stage;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            start(context, given, new PipelineHost(stage, context, body));
        }

        abstract void start(StepContext context, Map<String, Object> given, PipelineHost host);
    }

    /** A step that releases something. */
    static final class Releasing extends OnStage {
        private final StepSpec step;

        Releasing(StepSpec step, Stage stage) {
            super(step, stage);
            this.step = step;
        }

        @Override
        void start(StepContext context, Map<String, Object> given, PipelineHost host) {
            ReleaseRequest.of(step, given).spec(host).whenComplete((spec, failure) -> {
                if (failure != null) {
                    fail(context, failure);
                } else {
                    ImageTags.of(spec.change()).forEach(tag -> host.assume(step, tag, ImageTags.ANSWER));
                    run(context, host, spec, step.takesBlock());
                }
            });
        }
    }

    /** {@code manualApproval}. */
    static final class ManualApproval extends OnStage {
        ManualApproval(Stage stage) {
            super(StepSpecs.MANUAL_APPROVAL, stage);
        }

        @Override
        void start(StepContext context, Map<String, Object> given, PipelineHost host) {
            ManualApprovalArgs args = ManualApprovalArgs.from(given);
            if (args.quorum() > 1) {
                host.assume(
                        StepSpecs.MANUAL_APPROVAL,
                        "quorum: " + args.quorum(),
                        "the votes come from as many different people");
            }
            if (args.separateDuties()) {
                host.assume(
                        StepSpecs.MANUAL_APPROVAL,
                        "separateDuties: true",
                        "whoever started the run is not among those who vote");
            }
            args.issue()
                    .ifPresent(issue ->
                            host.assume(StepSpecs.MANUAL_APPROVAL, "issue: " + issue, "the ticket takes the record"));
            new ApprovalRun(host, args).start().whenComplete((outcome, failure) -> {
                if (failure != null) {
                    fail(context, failure);
                } else {
                    end(context, outcome, Optional.empty());
                }
            });
        }
    }

    /** A step of the plugin that this version does not have yet: known by name, so that it is no typing mistake. */
    static final class NotBuiltYet extends GreyStep {
        private final String name;

        NotBuiltYet(StepSpec spec) {
            super(spec);
            this.name = spec.name();
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            throw new RefusedException(
                    name + " is not built yet; take it out of the Jenkinsfile, or wait for a version" + " that has it");
        }
    }

    private static void run(StepContext context, PipelineHost host, ReleaseSpec spec, boolean hasBlock) {
        ReleaseRun run = new ReleaseRun(host, spec, hasBlock);
        context.onStop(interruption -> run.abort(interruption.getMessage()));
        CompletableFuture.completedFuture(run).thenCompose(ReleaseRun::start).whenComplete((outcome, broken) -> {
            if (broken != null) {
                GreyStep.fail(context, broken);
            } else {
                GreyStep.end(context, outcome, host.lastFailure());
            }
        });
    }
}
