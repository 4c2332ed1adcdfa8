package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;

/**
 * What was agreed for a release in one cluster when it began; does not change while it runs.
 *
 * @param app name of the stable Deployment
 * @param namespace where it lives
 * @param release id of the release
 * @param epoch of the holder
 * @param revert whether this takes a finished cluster back to the old template
 * @param template the new pod template, as the API server admitted it
 * @param planHash first 16 hex digits
 * @param surge whether the canary is extra and stable is left alone until the last batch
 * @param fenceposts pods above and below the desired number at most
 * @param minReady how long a pod must be ready to count
 * @param progressDeadline how long pods may take until a slice has failed
 * @param maxReplicas the autoscaler's upper bound, {@link Integer#MAX_VALUE} without one
 * @param expects hash of the template that stable has when this release locks it, as preflight saw it or as it was
 *     released; empty: any. Another one is somebody's change that the release would undo
 */
public record Terms(
        String app,
        String namespace,
        String release,
        int epoch,
        boolean revert,
        PodTemplateSpec template,
        String planHash,
        boolean surge,
        Fenceposts fenceposts,
        Duration minReady,
        Duration progressDeadline,
        int maxReplicas,
        String expects) {

    /** The value of {@link Labels#CAPACITY}. */
    String capacity() {
        return surge ? "surge" : "replace";
    }

    /** Name of the canary Deployment. */
    public String canaryName() {
        return app + "-" + release;
    }
}
