package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;

/**
 * What a cache keeps of an object: of pods and endpoint slices, of which there are thousands and which nobody here writes,
 * what tells whose they are, whether they are ready and what troubles them. All else is kept whole: a write is made of it.
 */
final class Shape {
    private Shape() {}

    /** A smaller copy, or the object itself. */
    static <T extends HasMetadata> T kept(T object) {
        if (object instanceof Pod pod) {
            return same(object, pod(pod));
        }
        return object instanceof EndpointSlice slice ? same(object, slice(slice)) : object;
    }

    /** It is of the class that the caller's is of. */
    @SuppressWarnings("unchecked")
    private static <T extends HasMetadata> T same(T object, HasMetadata smaller) {
        return (T) object.getClass().cast(smaller);
    }

    private static Pod pod(Pod pod) {
        PodBuilder kept = new PodBuilder().withMetadata(meta(pod.getMetadata()));
        if (pod.getStatus() == null) {
            return kept.build();
        }
        return kept.withNewStatus()
                .withPhase(pod.getStatus().getPhase())
                .withReason(pod.getStatus().getReason())
                .withConditions(pod.getStatus().getConditions())
                .withContainerStatuses(containers(pod.getStatus().getContainerStatuses()))
                .withInitContainerStatuses(containers(pod.getStatus().getInitContainerStatuses()))
                .endStatus()
                .build();
    }

    private static ObjectMeta meta(ObjectMeta meta) {
        return new ObjectMetaBuilder()
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .withCreationTimestamp(meta.getCreationTimestamp())
                .withDeletionTimestamp(meta.getDeletionTimestamp())
                .withLabels(meta.getLabels())
                .withOwnerReferences(meta.getOwnerReferences())
                .build();
    }

    private static List<ContainerStatus> containers(List<ContainerStatus> all) {
        return all == null
                ? List.of()
                : all.stream()
                        .map(each -> new ContainerStatusBuilder()
                                .withName(each.getName())
                                .withReady(each.getReady())
                                .withRestartCount(each.getRestartCount())
                                .withState(each.getState())
                                .withLastState(each.getLastState())
                                .build())
                        .toList();
    }

    private static EndpointSlice slice(EndpointSlice slice) {
        return new EndpointSliceBuilder()
                .withMetadata(meta(slice.getMetadata()))
                .withEndpoints(
                        slice.getEndpoints() == null
                                ? List.of()
                                : slice.getEndpoints().stream()
                                        .map(Shape::endpoint)
                                        .toList())
                .build();
    }

    private static Endpoint endpoint(Endpoint endpoint) {
        return new EndpointBuilder()
                .withConditions(endpoint.getConditions())
                .withTargetRef(endpoint.getTargetRef())
                .build();
    }
}
