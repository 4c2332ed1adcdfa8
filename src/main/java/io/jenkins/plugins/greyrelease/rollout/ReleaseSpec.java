package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What somebody asked to be released: {@code canaryBatch}'s arguments after they were found good. Amounts are pods.
 *
 * @param app name of the Deployment
 * @param namespace where it lives in every cluster
 * @param change the new version
 * @param clusters names in order, at least one
 * @param batches sizes in order, at least one
 * @param spread how batches are counted over the clusters
 * @param maxParallel clusters at once in {@code sequence}, at least 1
 * @param strict whether batches beyond the total are refused
 * @param capacity whether stable shrinks as the canary grows
 * @param maxSurge a count or percentage as in a Deployment; empty: the Deployment's own
 * @param maxUnavailable likewise; {@code 0} by default
 * @param minReady empty: the Deployment's own
 * @param progressDeadline how long a slice may take
 * @param soak how long to watch at full size before the stable one goes
 * @param onFailure what a failed check or failing pods lead to
 * @param onAbort what an abort leads to
 * @param maxFailedClusters how many clusters {@code continue} may leave behind
 * @param gitopsHandled whether the pipeline writes the new version back itself
 */
public record ReleaseSpec(
        String app,
        String namespace,
        Change change,
        List<String> clusters,
        List<BatchSize> batches,
        Spread spread,
        int maxParallel,
        boolean strict,
        Capacity capacity,
        Optional<String> maxSurge,
        String maxUnavailable,
        Optional<Duration> minReady,
        Duration progressDeadline,
        Duration soak,
        OnFailure onFailure,
        OnFailure onAbort,
        int maxFailedClusters,
        boolean gitopsHandled) {

    public ReleaseSpec {
        clusters = List.copyOf(clusters);
        batches = List.copyOf(batches);
    }

    /** The same with another new version. */
    public ReleaseSpec with(Change other) {
        return new ReleaseSpec(
                app,
                namespace,
                other,
                clusters,
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

    /** The new version of an app. */
    public sealed interface Change {
        /** The images that it names, each once; none for a way back. */
        List<String> images();

        /** The same with other references in their place. */
        Change withImages(UnaryOperator<String> other);

        /**
         * Another image in one container, everything else stays.
         *
         * @param container name; empty: the only container, or the one whose image has the same repository
         * @param image with tag or digest
         */
        record Image(Optional<String> container, String image) implements Change {
            @Override
            public List<String> images() {
                return List.of(image);
            }

            @Override
            public Change withImages(UnaryOperator<String> other) {
                return new Image(container, other.apply(image));
            }
        }

        /** A whole new pod template, taken from this Deployment. */
        record Manifest(Deployment deployment) implements Change {
            @Override
            public List<String> images() {
                return PodImages.of(deployment.getSpec().getTemplate());
            }

            @Override
            public Change withImages(UnaryOperator<String> other) {
                return new Manifest(new DeploymentBuilder(deployment)
                        .editSpec()
                        .withTemplate(PodImages.replaced(deployment.getSpec().getTemplate(), other))
                        .endSpec()
                        .build());
            }
        }

        /** Back to an earlier version: the newest earlier revision, or the one whose number or image is {@code to}. */
        record Earlier(Optional<String> to) implements Change {
            @Override
            public List<String> images() {
                return List.of();
            }

            @Override
            public Change withImages(UnaryOperator<String> other) {
                return this;
            }
        }
    }

    /** How capacity is kept while versions change. */
    public enum Capacity {
        /** Surge with an autoscaler, replace without. */
        AUTO,
        /** Stable shrinks as the canary grows; an autoscaler is frozen throughout. */
        REPLACE,
        /** The canary is extra; stable goes at the end; the autoscaler works until then. */
        SURGE
    }

    /** What a failure leads to. */
    public enum OnFailure {
        ROLLBACK,
        PAUSE,
        /** Roll this cluster back and go on with the next. */
        CONTINUE
    }
}
