package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.flow.GreyStep;
import io.jenkins.plugins.greyrelease.flow.Guess;
import io.jenkins.plugins.greyrelease.manifest.NewDeployment;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.Pipeline;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineRun;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Silence;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps.CommonSteps;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.step.CanaryBatchArgs;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.HarborSyncArgs;
import io.jenkins.plugins.greyrelease.step.NodeMaintenanceArgs;
import io.jenkins.plugins.greyrelease.step.RollbackArgs;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Finds out which clusters and apps a Jenkinsfile speaks of, by running it once with release steps that only listen: so
 * names may come from variables, parameters and loops. What such a run does not reach is not found.
 */
final class Discovery {
    private static final Duration LONGEST = Duration.ofDays(2);
    private static final int MOST_EVENTS = 200_000;

    private Discovery() {}

    /**
     * What was found.
     *
     * @param demands in the order of the steps, those that release first
     * @param clusters names or {@code label:value} that the other steps speak of
     * @param drained steps that drain nodes
     * @param brought images that steps bring to other registries, as they name them
     */
    record Found(
            List<Demand> demands, List<String> clusters, List<NodeMaintenanceArgs> drained, List<String> brought) {}

    /**
     * Listens to a Jenkinsfile.
     *
     * @throws io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError if the Jenkinsfile is wrong in itself
     */
    static Found of(String text, String name, PipelineOptions options) {
        List<Demand> demands = new ArrayList<>();
        List<Errand> errands = new ArrayList<>();
        VirtualTime time = new VirtualTime();
        PipelineRun run =
                Pipeline.load(text, name, registry(demands, errands), options).start(time, new Silence());
        time.runUntil(() -> run.done().isDone() || time.executed() > MOST_EVENTS, LONGEST);
        errands.forEach(errand -> errand.app().ifPresent(app -> demands.add(running(errand, app))));
        return new Found(
                demands,
                errands.stream().flatMap(e -> e.clusters().stream()).toList(),
                errands.stream()
                        .filter(NodeMaintenanceArgs.class::isInstance)
                        .map(NodeMaintenanceArgs.class::cast)
                        .toList(),
                errands.stream()
                        .filter(HarborSyncArgs.class::isInstance)
                        .map(HarborSyncArgs.class::cast)
                        .map(sync -> sync.image().toString())
                        .toList());
    }

    /** An app that is there already: which version of it does not matter. */
    private static Demand running(Errand errand, String app) {
        return new Demand(
                errand.namespace(),
                app,
                errand.clusters(),
                Optional.empty(),
                Optional.of(app + ":2"),
                Optional.empty());
    }

    private static StepRegistry registry(List<Demand> demands, List<Errand> errands) {
        StepRegistry registry = CommonSteps.registry(InputGate.ALWAYS);
        for (StepSpec spec : StepSpecs.all()) {
            registry = registry.with(new Listening(spec, (context, given) -> {
                if (spec == StepSpecs.CANARY_BATCH) {
                    demands.add(release(context, CanaryBatchArgs.from(given)));
                } else if (spec == StepSpecs.ROLLBACK) {
                    RollbackArgs args = RollbackArgs.from(given);
                    demands.add(new Demand(
                            args.namespace(),
                            args.app(),
                            args.clusters(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
                } else {
                    Errand.of(spec, given).ifPresent(errands::add);
                }
            }));
        }
        return registry;
    }

    private static Demand release(StepContext context, CanaryBatchArgs args) {
        Optional<String> manifest = args.manifest().flatMap(path -> context.build()
                .workspace()
                .read(Workspace.resolve(context.scope().directory(), path)));
        return new Demand(
                args.namespace(),
                args.app(),
                args.clusters(),
                args.container(),
                args.image(),
                manifest.map(
                        text -> NewDeployment.read(args.manifest().orElseThrow(), text, args.namespace(), args.app())));
    }

    /** Notes what it was asked for and says that all went well. */
    private static final class Listening extends GreyStep {
        private final BiConsumer<StepContext, Map<String, Object>> listener;

        Listening(StepSpec spec, BiConsumer<StepContext, Map<String, Object>> listener) {
            super(spec);
            this.listener = listener;
        }

        @Override
        public void start(StepContext context, Map<String, Object> given, Body body) {
            listener.accept(context, given);
            context.succeed(Guess.of(spec().name(), given));
        }
    }
}
