package io.jenkins.plugins.greyrelease.rehearsal;

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
import io.jenkins.plugins.greyrelease.step.Question;
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

    /** {@code canaryBatch}. */
    static final class CanaryBatch extends GreyStep {
        private final Stage stage;

        CanaryBatch(Stage stage) {
            super(StepSpecs.CANARY_BATCH);
            this.stage = stage;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            CanaryBatchArgs args = CanaryBatchArgs.from(given);
            PipelineHost host = new PipelineHost(stage, context, body);
            CompletableFuture<Change> change = args.manifest()
                    .map(path -> host.readFile(path)
                            .<Change>thenApply(text -> new Change.Manifest(NewManifest.read(path, text, args))))
                    .orElseGet(() -> CompletableFuture.completedFuture(
                            new Change.Image(args.container(), args.image().orElseThrow())));
            change.thenCombine(
                            clusters(stage, args.clusters(), args.namespace(), args.app()),
                            (what, names) -> args.spec(names, what))
                    .whenComplete((spec, failure) -> run(context, host, spec, failure, true));
        }
    }

    /** {@code rollback}. */
    static final class Rollback extends GreyStep {
        private final Stage stage;

        Rollback(Stage stage) {
            super(StepSpecs.ROLLBACK);
            this.stage = stage;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            RollbackArgs args = RollbackArgs.from(given);
            PipelineHost host = new PipelineHost(stage, context, body);
            clusters(stage, args.clusters(), args.namespace(), args.app())
                    .thenApply(args::spec)
                    .whenComplete((spec, failure) -> run(context, host, spec, failure, false));
        }
    }

    /** {@code manualApproval}. */
    static final class ManualApproval extends GreyStep {
        private final Stage stage;

        ManualApproval(Stage stage) {
            super(StepSpecs.MANUAL_APPROVAL);
            this.stage = stage;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            ManualApprovalArgs args = ManualApprovalArgs.from(given);
            PipelineHost host = new PipelineHost(stage, context, body);
            new ApprovalRun(host, new Question(args.message(), args.approvers()), args.timeout())
                    .start()
                    .whenComplete((outcome, failure) -> {
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
            Stage stage, List<String> wanted, String namespace, String app) {
        List<FleetMember> selected = stage.fleet().select(wanted);
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
                        + namespace + "; there are " + stage.fleet().names());
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
