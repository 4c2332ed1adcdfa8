package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.CanaryBatchArgs;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.ReleaseRun;
import io.jenkins.plugins.greyrelease.step.RollbackArgs;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.ArrayList;
import java.util.List;
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

    /** {@code canaryBatch}. */
    static final class CanaryBatch extends OnStage {
        CanaryBatch(Stage stage) {
            super(StepSpecs.CANARY_BATCH, stage);
        }

        @Override
        void start(StepContext context, Map<String, Object> given, PipelineHost host) {
            CanaryBatchArgs args = CanaryBatchArgs.from(given);
            CompletableFuture<Change> change = args.manifest()
                    .map(path -> host.readFile(path)
                            .<Change>thenApply(text -> new Change.Manifest(NewManifest.read(path, text, args))))
                    .orElseGet(() -> CompletableFuture.completedFuture(
                            new Change.Image(args.container(), args.image().orElseThrow())));
            change.thenCombine(clusters(host.fleet(), args.clusters(), args.namespace(), args.app()), (what, names) -> {
                        ImageTags.of(what).forEach(tag -> host.assume(StepSpecs.CANARY_BATCH, tag, ImageTags.ANSWER));
                        return args.spec(names, what);
                    })
                    .whenComplete((spec, failure) -> run(context, host, spec, failure, true));
        }
    }

    /** {@code rollback}. */
    static final class Rollback extends OnStage {
        Rollback(Stage stage) {
            super(StepSpecs.ROLLBACK, stage);
        }

        @Override
        void start(StepContext context, Map<String, Object> given, PipelineHost host) {
            RollbackArgs args = RollbackArgs.from(given);
            clusters(host.fleet(), args.clusters(), args.namespace(), args.app())
                    .thenApply(args::spec)
                    .whenComplete((spec, failure) -> run(context, host, spec, failure, false));
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

    private static void run(
            StepContext context, PipelineHost host, ReleaseSpec spec, Throwable failure, boolean hasBlock) {
        if (failure != null) {
            GreyStep.fail(context, failure);
            return;
        }
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

    /** The clusters that are named, or all that run the app. */
    private static CompletableFuture<List<String>> clusters(
            Fleet fleet, List<String> wanted, String namespace, String app) {
        List<FleetMember> selected = fleet.select(wanted);
        if (!wanted.isEmpty()) {
            return CompletableFuture.completedFuture(
                    selected.stream().map(FleetMember::name).toList());
        }
        CompletableFuture<List<String>> names = CompletableFuture.completedFuture(new ArrayList<>());
        for (FleetMember member : selected) {
            names = names.thenCombine(runs(member, namespace, app), (list, runs) -> {
                if (runs) {
                    list.add(member.name());
                }
                return list;
            });
        }
        return names.thenApply(list -> {
            if (list.isEmpty()) {
                throw new RefusedException("no cluster of the fleet runs deployment/" + app + " in namespace "
                        + namespace + "; there are " + fleet.names());
            }
            return list;
        });
    }

    private static CompletableFuture<Boolean> runs(FleetMember member, String namespace, String app) {
        return member.cluster().get(Kind.DEPLOYMENT, namespace, app).handle((found, failure) -> {
            if (failure instanceof KubeException kube && kube.reason() == KubeException.Reason.NOT_FOUND) {
                return false;
            }
            // A cluster that does not answer may run it: preflight says what to do about that.
            return true;
        });
    }
}
