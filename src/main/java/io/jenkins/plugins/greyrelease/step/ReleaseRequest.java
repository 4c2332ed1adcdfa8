package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.manifest.NewDeployment;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a step that releases something was asked for, its arguments found good. It becomes a {@link ReleaseSpec} where
 * files and clusters can be asked.
 */
public sealed interface ReleaseRequest {

    /**
     * Reads the arguments of {@code canaryBatch} or {@code rollback}.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    static ReleaseRequest of(StepSpec step, Map<String, Object> given) {
        if (step.name().equals(StepSpecs.CANARY_BATCH.name())) {
            return new Canary(CanaryBatchArgs.from(given));
        }
        if (step.name().equals(StepSpecs.ROLLBACK.name())) {
            return new Back(RollbackArgs.from(given));
        }
        throw new IllegalArgumentException(step.name() + " releases nothing");
    }

    /** The app. */
    String app();

    /** Its namespace. */
    String namespace();

    /**
     * Reads the manifest, if there is one, chooses the clusters, and looks up which digests its tags stand for.
     *
     * @return fails with a {@link RefusedException} or {@link io.jenkins.plugins.greyrelease.plan.BadArgumentsException}
     *     that says all reasons
     */
    CompletableFuture<ReleaseSpec> spec(Host host);

    /** {@code canaryBatch}. */
    record Canary(CanaryBatchArgs args) implements ReleaseRequest {
        @Override
        public String app() {
            return args.app();
        }

        @Override
        public String namespace() {
            return args.namespace();
        }

        @Override
        public CompletableFuture<ReleaseSpec> spec(Host host) {
            CompletableFuture<Change> change = args.manifest()
                    .map(path -> host.readFile(path)
                            .<Change>thenApply(text ->
                                    new Change.Manifest(NewDeployment.read(path, text, args.namespace(), args.app()))))
                    .orElseGet(() -> CompletableFuture.completedFuture(
                            new Change.Image(args.container(), args.image().orElseThrow())));
            return change.thenCombine(
                            chosen(host.fleet(), args.clusters(), args.namespace(), args.app()),
                            (what, names) -> args.spec(names, what))
                    .thenCompose(asked -> Tags.resolved(host, asked));
        }
    }

    /** {@code rollback}. */
    record Back(RollbackArgs args) implements ReleaseRequest {
        @Override
        public String app() {
            return args.app();
        }

        @Override
        public String namespace() {
            return args.namespace();
        }

        @Override
        public CompletableFuture<ReleaseSpec> spec(Host host) {
            return chosen(host.fleet(), args.clusters(), args.namespace(), args.app())
                    .thenApply(args::spec);
        }
    }

    /** The clusters that are named, or all that run the app. */
    private static CompletableFuture<List<String>> chosen(
            Fleet fleet, List<String> wanted, String namespace, String app) {
        return Clusters.running(fleet, wanted, namespace, app)
                .thenApply(members -> members.stream().map(FleetMember::name).toList());
    }
}
