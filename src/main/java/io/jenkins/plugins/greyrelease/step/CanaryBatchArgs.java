package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code canaryBatch}, found good as far as that shows without a cluster.
 *
 * @param app name of the Deployment
 * @param image the new image; either this or {@code manifest}
 * @param manifest path of a file with the Deployment's YAML
 * @param namespace where it lives in every cluster
 * @param container whose image changes; empty: the only one, or the one with the same repository
 * @param clusters names or {@code label:value}; empty: all that run the app
 * @param batches sizes in order, at least one; {@code rest} only at the end
 * @param spread how batches are counted over clusters
 * @param maxParallel clusters at once in {@code sequence}, at least 1
 * @param capacity whether stable shrinks as the canary grows
 * @param maxSurge count or percentage; empty: the Deployment's
 * @param maxUnavailable count or percentage
 * @param minReady how long a pod must be ready to count; empty: the Deployment's
 * @param progressDeadline more than zero
 * @param soak zero or more
 * @param onFailure what failing checks or pods lead to
 * @param onAbort never {@code CONTINUE}
 * @param maxFailedClusters 0, or with {@code CONTINUE} at least 1
 * @param strict whether batches beyond the total are refused
 * @param gitopsHandled whether the pipeline writes the new version back itself
 */
public record CanaryBatchArgs(
        String app,
        Optional<String> image,
        Optional<String> manifest,
        String namespace,
        Optional<String> container,
        List<String> clusters,
        List<BatchSize> batches,
        Spread spread,
        int maxParallel,
        Capacity capacity,
        Optional<String> maxSurge,
        String maxUnavailable,
        Optional<Duration> minReady,
        Duration progressDeadline,
        Duration soak,
        OnFailure onFailure,
        OnFailure onAbort,
        int maxFailedClusters,
        boolean strict,
        boolean gitopsHandled) {

    private enum Gitops {
        REFUSE,
        HANDLED
    }

    public CanaryBatchArgs {
        clusters = List.copyOf(clusters);
        batches = List.copyOf(batches);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name; texts, whole numbers, booleans and lists of them
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static CanaryBatchArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.CANARY_BATCH, given);
        CanaryBatchArgs args = new CanaryBatchArgs(
                reader.text("app", "", Forms.NAME, Forms.NAME_ALLOWED),
                Optional.of(reader.text("image", "", Forms.IMAGE, Forms.IMAGE_ALLOWED))
                        .filter(image -> !image.isEmpty()),
                reader.text("manifest"),
                reader.text("namespace", "default", Forms.LABEL, Forms.LABEL_ALLOWED),
                Optional.of(reader.text("container", "", Forms.LABEL, Forms.LABEL_ALLOWED))
                        .filter(name -> !name.isEmpty()),
                reader.texts("clusters"),
                reader.batches("batches", List.of()),
                reader.choice("spread", Spread.SEQUENCE, List.of(Spread.values())),
                reader.integer("maxParallel", 1, 1, 100),
                reader.choice("capacity", Capacity.AUTO, List.of(Capacity.values())),
                reader.amount("maxSurge"),
                reader.amount("maxUnavailable").orElse("0"),
                reader.duration("minReadySeconds"),
                reader.duration("progressDeadline").orElse(Duration.ofMinutes(10)),
                reader.duration("soak").orElse(Duration.ZERO),
                reader.choice("onFailure", OnFailure.ROLLBACK, List.of(OnFailure.values())),
                reader.choice("onAbort", OnFailure.ROLLBACK, List.of(OnFailure.ROLLBACK, OnFailure.PAUSE)),
                reader.integer("maxFailedClusters", 0, 0, 1000),
                reader.flag("strict"),
                reader.choice("gitops", Gitops.REFUSE, List.of(Gitops.values())) == Gitops.HANDLED);
        args.checkTogether(reader);
        reader.end();
        return args;
    }

    private void checkTogether(ArgumentReader reader) {
        if (reader.has("image") == reader.has("manifest")) {
            reader.problem(
                    reader.has("image")
                            ? "image, manifest: both are given; give the one that says what is new"
                            : "image: is missing; give 'image', or 'manifest' if more than the image changes");
        }
        if (reader.has("container") && reader.has("manifest")) {
            reader.bad("container", "is only for 'image'; a manifest says itself what changes");
        }
        if (spread != Spread.SEQUENCE) {
            checkWaves(reader);
        }
        if (onFailure == OnFailure.CONTINUE && maxFailedClusters == 0) {
            reader.problem("maxFailedClusters: is 0; onFailure: 'continue' needs the number of clusters that may fail,"
                    + " from 1");
        } else if (onFailure != OnFailure.CONTINUE && maxFailedClusters > 0) {
            reader.bad("maxFailedClusters", "is only for onFailure: 'continue'");
        }
        if (isZero(maxUnavailable) && maxSurge.filter(CanaryBatchArgs::isZero).isPresent()) {
            reader.bad("maxSurge", "must be more than 0, or maxUnavailable must be: with neither no pod can change");
        }
        if (progressDeadline.isZero()) {
            reader.bad("progressDeadline", "must be more than 0");
        }
    }

    private void checkWaves(ArgumentReader reader) {
        if (onFailure == OnFailure.CONTINUE) {
            reader.bad("onFailure", "is only for spread: 'sequence'; a wave over several clusters has one verdict");
        }
        if (maxParallel > 1) {
            reader.bad("maxParallel", "is only for spread: 'sequence'; a wave goes to all its clusters at once");
        }
    }

    private static boolean isZero(String amount) {
        return amount.matches("0+%?");
    }

    /**
     * The release that these arguments ask for.
     *
     * @param names of the clusters that {@link #clusters} selected, in order, at least one
     * @param change from {@link #image} or from the content of {@link #manifest}
     */
    public ReleaseSpec spec(List<String> names, ReleaseSpec.Change change) {
        return new ReleaseSpec(
                app,
                namespace,
                change,
                names,
                batches,
                spread,
                maxParallel,
                strict,
                capacity,
                maxSurge,
                maxUnavailable,
                minReady,
                progressDeadline,
                soak,
                onFailure,
                onAbort,
                maxFailedClusters,
                gitopsHandled);
    }
}
