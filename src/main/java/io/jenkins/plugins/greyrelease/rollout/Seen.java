package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one cluster showed of an app at one moment: the whole input of a decision.
 *
 * @param stable the app's own Deployment
 * @param canary the release's second Deployment
 * @param replicaSets all of the namespace that match the app's selector, carry a parked mark, or are owned by one of
 *     the two
 * @param pods all that match the app's selector
 * @param serving names of the pods that a Service's endpoints report ready; empty Optional if no Service selects them
 * @param autoscalers HPAs that target the app
 * @param scaledObjects KEDA's that target the app
 * @param refused objects, as {@code replicaset/cart-x7f2-5d8f}, whose last write by this process the API server answered
 *     with FORBIDDEN or INVALID; where the next decision is the same write again, there is no other way
 * @param now monotonic time of the reading
 * @param progressedAt monotonic time of the last progress in the current slice (pods or writes), for the deadline
 * @param live whether all of it was read from the API server just now rather than from caches
 * @param answered the value of {@link Labels#ASKED} that this process has carried out or refused last; empty: none
 */
public record Seen(
        Optional<Deployment> stable,
        Optional<Deployment> canary,
        List<ReplicaSet> replicaSets,
        List<Pod> pods,
        Optional<Set<String>> serving,
        List<HorizontalPodAutoscaler> autoscalers,
        List<GenericKubernetesResource> scaledObjects,
        Set<String> refused,
        Duration now,
        Duration progressedAt,
        boolean live,
        String answered) {
    public Seen {
        replicaSets = List.copyOf(replicaSets);
        pods = List.copyOf(pods);
        autoscalers = List.copyOf(autoscalers);
        scaledObjects = List.copyOf(scaledObjects);
        refused = Set.copyOf(refused);
    }

    /** The same reading with another time of the last progress. */
    Seen progressed(Duration at) {
        return new Seen(
                stable,
                canary,
                replicaSets,
                pods,
                serving,
                autoscalers,
                scaledObjects,
                refused,
                now,
                at,
                live,
                answered);
    }

    /**
     * What a reading has beside the objects; see the fields of the same names.
     */
    record Frame(Set<String> refused, Duration now, Duration progressedAt, boolean live, String answered) {}
}
