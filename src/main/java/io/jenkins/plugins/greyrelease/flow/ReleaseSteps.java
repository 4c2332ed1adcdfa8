package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.ReleaseRun;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The steps that release something, and the question to people, carried out with the host's clusters and people. */
final class ReleaseSteps {
    private ReleaseSteps() {}

    /** A step of ours that needs a host. */
    private abstract static class Hosted extends GreyStep {
        final StepSpec step;
        private final StepHost.Factory hosts;

        Hosted(StepSpec spec, StepHost.Factory hosts) {
            super(spec);
            this.step = spec;
            this.hosts = hosts;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            start(context, given, hosts.create(step, context, body));
        }

        abstract void start(StepContext context, Map<String, Object> given, StepHost host);
    }

    /** A step that releases something. */
    static final class Releasing extends Hosted {
        Releasing(StepSpec step, StepHost.Factory hosts) {
            super(step, hosts);
        }

        @Override
        void start(StepContext context, Map<String, Object> given, StepHost host) {
            ReleaseRequest.of(step, given)
                    .spec(host)
                    .whenCompleteAsync(
                            (spec, failure) -> {
                                if (failure != null) {
                                    fail(context, failure);
                                } else {
                                    host.releases(spec);
                                    run(context, host, spec, step.takesBlock());
                                }
                            },
                            host.pipeline());
        }
    }

    /** {@code manualApproval}. */
    static final class ManualApproval extends Hosted {
        ManualApproval(StepHost.Factory hosts) {
            super(StepSpecs.MANUAL_APPROVAL, hosts);
        }

        @Override
        void start(StepContext context, Map<String, Object> given, StepHost host) {
            ManualApprovalArgs args = ManualApprovalArgs.from(given);
            AtomicReference<Interruption> stopped = new AtomicReference<>();
            context.onStop(interruption -> {
                stopped.set(interruption);
                host.stopped(String.valueOf(interruption.getMessage()));
            });
            host.approve(args)
                    .whenCompleteAsync(
                            (outcome, broken) -> {
                                if (broken != null) {
                                    fail(context, broken);
                                } else {
                                    end(context, outcome, Optional.ofNullable(stopped.get()));
                                }
                            },
                            host.pipeline());
        }
    }

    private static void run(StepContext context, StepHost host, ReleaseSpec spec, boolean hasBlock) {
        ReleaseRun run = new ReleaseRun(host, spec, hasBlock);
        context.onStop(interruption -> run.abort(interruption.getMessage()));
        CompletableFuture.completedFuture(run)
                .thenCompose(ReleaseRun::start)
                .whenCompleteAsync((outcome, broken) -> GreyStep.end(host, outcome, broken), host.pipeline());
    }
}
