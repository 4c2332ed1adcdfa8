package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Objects as a reading brought them: possibly more than the app's own. */
record Sight(
        Optional<Deployment> stable,
        Optional<Deployment> canary,
        List<ReplicaSet> replicaSets,
        List<Pod> pods,
        List<Service> services,
        List<EndpointSlice> slices,
        List<HorizontalPodAutoscaler> hpas,
        List<GenericKubernetesResource> scaledObjects) {

    /** Leaves out what is not the app's. */
    Seen seen(LabelSelector selector, Terms terms, Seen.Frame frame) {
        List<Pod> own = pods.stream()
                .filter(p -> Selector.matches(selector, p.getMetadata().getLabels()))
                .toList();
        return new Seen(
                stable,
                canary,
                concerned(selector),
                own,
                serving(own),
                hpas.stream()
                        .filter(h -> "Deployment"
                                        .equals(h.getSpec().getScaleTargetRef().getKind())
                                && terms.app()
                                        .equals(h.getSpec().getScaleTargetRef().getName()))
                        .toList(),
                scaledObjects.stream().filter(s -> scales(s, terms.app())).toList(),
                frame.refused(),
                frame.now(),
                frame.progressedAt(),
                frame.live(),
                frame.answered());
    }

    /** The ReplicaSets that the selector matches, that lie aside, or that one of the two Deployments owns. */
    List<ReplicaSet> concerned(LabelSelector selector) {
        return replicaSets.stream().filter(rs -> concerns(rs, selector)).toList();
    }

    private boolean concerns(ReplicaSet rs, LabelSelector selector) {
        return Selector.matches(selector, rs.getMetadata().getLabels())
                || ReplicaSets.isParked(rs)
                || stable.filter(d -> owns(d, rs)).isPresent()
                || canary.filter(d -> owns(d, rs)).isPresent();
    }

    private static boolean owns(HasMetadata owner, HasMetadata object) {
        return object.getMetadata().getOwnerReferences() != null
                && object.getMetadata().getOwnerReferences().stream()
                        .anyMatch(o -> owner.getMetadata().getUid().equals(o.getUid()));
    }

    private static boolean scales(GenericKubernetesResource scaledObject, String app) {
        Object kind = scaledObject.get("spec", "scaleTargetRef", "kind");
        return app.equals(scaledObject.get("spec", "scaleTargetRef", "name"))
                && (kind == null || "Deployment".equals(kind));
    }

    /** Pods that are ready in every Service that selects them, and selected by one at least. */
    Optional<Set<String>> serving(List<Pod> own) {
        List<Service> selecting = services.stream()
                .filter(s -> s.getSpec().getSelector() != null
                        && !s.getSpec().getSelector().isEmpty())
                .filter(s -> own.stream().anyMatch(p -> selects(s, p))
                        || stable.filter(d -> selects(
                                        s,
                                        d.getSpec().getTemplate().getMetadata().getLabels()))
                                .isPresent())
                .toList();
        if (selecting.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Set<String>> ready = readyByService();
        Set<String> serving = new TreeSet<>();
        for (Pod pod : own) {
            List<Service> its = selecting.stream().filter(s -> selects(s, pod)).toList();
            boolean everywhere = its.stream()
                    .allMatch(s -> ready.getOrDefault(s.getMetadata().getName(), Set.of())
                            .contains(pod.getMetadata().getName()));
            if (!its.isEmpty() && everywhere) {
                serving.add(pod.getMetadata().getName());
            }
        }
        return Optional.of(serving);
    }

    private static boolean selects(Service service, Pod pod) {
        return selects(service, pod.getMetadata().getLabels());
    }

    private static boolean selects(Service service, Map<String, String> labels) {
        return labels != null
                && labels.entrySet().containsAll(service.getSpec().getSelector().entrySet());
    }

    private Map<String, Set<String>> readyByService() {
        Map<String, Set<String>> ready = new TreeMap<>();
        for (EndpointSlice slice : slices) {
            String service = Optional.ofNullable(slice.getMetadata().getLabels())
                    .map(l -> l.get(Eyes.SERVICE_NAME))
                    .orElse("");
            for (Endpoint endpoint : Optional.ofNullable(slice.getEndpoints()).orElse(List.of())) {
                Boolean isReady = endpoint.getConditions() == null
                        ? null
                        : endpoint.getConditions().getReady();
                // An absent condition means ready, says the API.
                if (endpoint.getTargetRef() != null && !Boolean.FALSE.equals(isReady)) {
                    ready.computeIfAbsent(service, s -> new TreeSet<>())
                            .add(endpoint.getTargetRef().getName());
                }
            }
        }
        return ready;
    }
}
