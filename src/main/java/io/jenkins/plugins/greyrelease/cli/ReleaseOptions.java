package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to release and how: the parameters of {@code canaryBatch}, and of {@code rollback} with {@code --earlier}. */
final class ReleaseOptions {
    private static final String NEWEST = "";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private AppOption app;

    @Option(names = "--image", paramLabel = "IMAGE", description = "The new image.")
    private String image;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description = "A Deployment's YAML, when more than the image changes.")
    private String manifest;

    @Option(
            names = "--earlier",
            arity = "0..1",
            fallbackValue = NEWEST,
            paramLabel = "REVISION|IMAGE",
            description = "Back to an earlier version instead; without a value, to the one before this.")
    private String earlier;

    @Option(names = "--container", paramLabel = "NAME", description = "Whose image changes, where that is not plain.")
    private String container;

    @Option(
            names = "--batches",
            paramLabel = "SIZES",
            description = "Sizes in order, with commas: pods, a percentage of the total, or 'rest'.")
    private String batches;

    @Option(names = "--spread", paramLabel = "HOW", description = "sequence (default), even or fill.")
    private String spread;

    @Option(names = "--max-parallel", paramLabel = "N", description = "Clusters at once in 'sequence' (default: 1).")
    private Integer maxParallel;

    @Option(names = "--capacity", paramLabel = "HOW", description = "auto (default), replace or surge.")
    private String capacity;

    @Option(names = "--max-surge", paramLabel = "AMOUNT", description = "Extra pods (default: the Deployment's own).")
    private String maxSurge;

    @Option(names = "--max-unavailable", paramLabel = "AMOUNT", description = "Pods that may be missing (default: 0).")
    private String maxUnavailable;

    @Option(names = "--progress-deadline", paramLabel = "TIME", description = "How long pods may take (default: 10m).")
    private String progressDeadline;

    @Option(names = "--soak", paramLabel = "TIME", description = "How long to watch at full size (default: 0).")
    private String soak;

    @Option(names = "--on-failure", paramLabel = "HOW", description = "rollback (default), pause or continue.")
    private String onFailure;

    @Option(names = "--on-abort", paramLabel = "HOW", description = "rollback (default) or pause.")
    private String onAbort;

    @Option(names = "--max-failed-clusters", paramLabel = "N", description = "With --on-failure continue.")
    private Integer maxFailedClusters;

    @Option(names = "--strict", description = "Batches beyond the total are an error instead of being cut.")
    private boolean strict;

    @Option(names = "--gitops", paramLabel = "HOW", description = "refuse (default) or handled.")
    private String gitops;

    AppOption app() {
        return app;
    }

    /**
     * What is asked for.
     *
     * @param clusters names or {@code label:value}; none: all that run the app
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    ReleaseRequest request(List<String> clusters) {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("app", app.name());
        given.put("namespace", app.namespace());
        put(given, "clusters", clusters.isEmpty() ? null : clusters);
        put(given, "batches", batches);
        if (earlier != null) {
            if (image != null || manifest != null) {
                throw new ParameterException(
                        spec.commandLine(), "--earlier does not go together with --image or --manifest");
            }
            put(given, "to", earlier.isEmpty() ? null : earlier);
            return ReleaseRequest.of(StepSpecs.ROLLBACK, given);
        }
        put(given, "image", image);
        put(given, "manifest", manifest);
        put(given, "container", container);
        put(given, "spread", spread);
        put(given, "maxParallel", maxParallel);
        put(given, "capacity", capacity);
        put(given, "maxSurge", maxSurge);
        put(given, "maxUnavailable", maxUnavailable);
        put(given, "progressDeadline", progressDeadline);
        put(given, "soak", soak);
        put(given, "onFailure", onFailure);
        put(given, "onAbort", onAbort);
        put(given, "maxFailedClusters", maxFailedClusters);
        put(given, "strict", strict ? true : null);
        put(given, "gitops", gitops);
        return ReleaseRequest.of(StepSpecs.CANARY_BATCH, given);
    }

    private static void put(Map<String, Object> given, String name, Object value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
