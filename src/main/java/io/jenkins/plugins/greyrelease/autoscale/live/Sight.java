package io.jenkins.plugins.greyrelease.autoscale.live;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.autoscale.Autoscalers;
import io.jenkins.plugins.greyrelease.autoscale.HpaSurroundings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was read of an app in one cluster at one moment.
 *
 * @param deployment live
 * @param pods under its selector
 * @param hpas all of the namespace
 * @param scaledObjects all of the namespace
 */
record Sight(
        Deployment deployment,
        List<Pod> pods,
        List<HorizontalPodAutoscaler> hpas,
        List<GenericKubernetesResource> scaledObjects) {

    int replicas() {
        return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    }

    /** Why nothing may be changed now; empty if it may. */
    Optional<String> obstacle() {
        HpaSurroundings around = new HpaSurroundings(deployment, pods, hpas, scaledObjects, List.of(), List.of());
        if (around.release().isPresent()) {
            return Optional.of("release " + around.release().get() + " is under way: stands still until it has ended");
        }
        Autoscalers others = around.autoscalers();
        if (others instanceof Autoscalers.None) {
            return Optional.empty();
        }
        String who = others instanceof Autoscalers.Scaler scaler
                ? scaler.object().getKind() + "/" + scaler.name() + " scales it"
                : ((Autoscalers.Conflict) others).reason();
        return Optional.of(who + ": two autoscalers would fight, so nothing is done; delete it, or take the app out of"
                + " the file");
    }
}
