package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.PlanRequest;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;

/** A release's arguments as the plan binds them: whoever asks for the same again finds the same release. */
final class Requests {
    private Requests() {}

    static PlanRequest of(ReleaseSpec spec) {
        return new PlanRequest(
                spec.app(),
                spec.namespace(),
                spec.clusters(),
                spec.batches(),
                spec.spread(),
                spec.maxParallel(),
                spec.strict(),
                policy(spec));
    }

    /** First 16 hex digits, fit for a label. */
    static String label(String planHash) {
        return planHash.substring(0, 16);
    }

    private static String policy(ReleaseSpec spec) {
        return String.join(
                ";",
                "change=" + change(spec.change()),
                "capacity=" + spec.capacity(),
                "maxSurge=" + spec.maxSurge().orElse("own"),
                "maxUnavailable=" + spec.maxUnavailable(),
                "minReady=" + spec.minReady().map(Object::toString).orElse("own"),
                "progressDeadline=" + spec.progressDeadline(),
                "soak=" + spec.soak(),
                "onFailure=" + spec.onFailure(),
                "onAbort=" + spec.onAbort(),
                "maxFailedClusters=" + spec.maxFailedClusters());
    }

    /** The target in short: a manifest by the hash of its template. */
    static String change(Change change) {
        if (change instanceof Change.Image image) {
            return "image " + image.container().map(c -> c + "=").orElse("") + image.image();
        }
        if (change instanceof Change.Manifest manifest) {
            return "manifest " + TemplateHash.of(manifest.deployment().getSpec().getTemplate());
        }
        return "earlier " + ((Change.Earlier) change).to().orElse("");
    }
}
