package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the EndpointSlices of a Service should be: at most 100 endpoints each; an endpoint stays in the slice where it
 * is. One slice is kept even without endpoints.
 */
final class EndpointSlices {
    static final String SERVICE = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final int MOST = 100;

    private EndpointSlices() {}

    /** Whether a change of a pod is none for its endpoints. */
    static boolean isSame(Pod before, Pod after) {
        return Pods.isReady(before) == Pods.isReady(after)
                && Pods.isOver(before) == Pods.isOver(after)
                && (before.getMetadata().getDeletionTimestamp() == null)
                        == (after.getMetadata().getDeletionTimestamp() == null)
                && Objects.equals(address(before), address(after))
                && Objects.equals(
                        before.getMetadata().getLabels(), after.getMetadata().getLabels());
    }

    /**
     * The slices as they should be; new ones have no name yet.
     *
     * @param pods that the service selects, with an address
     * @param present its slices as they are
     */
    static List<EndpointSlice> of(Service service, List<Pod> pods, List<EndpointSlice> present) {
        Map<String, Endpoint> wanted = new TreeMap<>();
        boolean early = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        pods.forEach(pod -> wanted.put(pod.getMetadata().getUid(), endpoint(pod, early)));
        List<EndpointPort> ports = ports(service, pods);
        List<List<Endpoint>> contents = new ArrayList<>();
        for (EndpointSlice each : present) {
            List<Endpoint> kept = new ArrayList<>();
            for (Endpoint endpoint : each.getEndpoints() == null ? List.<Endpoint>of() : each.getEndpoints()) {
                Endpoint newer = wanted.remove(endpoint.getTargetRef().getUid());
                if (newer != null) {
                    kept.add(newer);
                }
            }
            contents.add(kept);
        }
        fill(contents, new ArrayList<>(wanted.values()));
        List<EndpointSlice> result = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            boolean last = result.isEmpty() && i == contents.size() - 1;
            if (!contents.get(i).isEmpty() || last) {
                EndpointSlice base = i < present.size() ? present.get(i) : fresh(service);
                result.add(new EndpointSlice(
                        base.getAddressType(),
                        base.getApiVersion(),
                        contents.get(i),
                        base.getKind(),
                        base.getMetadata(),
                        ports));
            }
        }
        return result;
    }

    private static void fill(List<List<Endpoint>> contents, List<Endpoint> added) {
        for (List<Endpoint> each : contents) {
            while (each.size() < MOST && !added.isEmpty()) {
                each.add(added.remove(0));
            }
        }
        while (!added.isEmpty() || contents.isEmpty()) {
            List<Endpoint> some = new ArrayList<>(added.subList(0, Math.min(MOST, added.size())));
            added.subList(0, some.size()).clear();
            contents.add(some);
        }
    }

    private static EndpointSlice fresh(Service service) {
        String name = service.getMetadata().getName();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withGenerateName(name + "-")
                .withNamespace(service.getMetadata().getNamespace())
                .addToLabels(SERVICE, name)
                .addToLabels(MANAGED_BY, "endpointslice-controller.k8s.io")
                .withOwnerReferences(Owners.reference(Kind.SERVICE, service))
                .endMetadata()
                .withAddressType("IPv4")
                .build();
    }

    /** Ready means: ready and not on its way out; serving says ready alone. */
    private static Endpoint endpoint(Pod pod, boolean early) {
        boolean ready = Pods.isReady(pod);
        boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
        return new EndpointBuilder()
                .withAddresses(address(pod))
                .withNodeName(Pods.node(pod))
                .withNewConditions()
                .withReady(early || ready && !terminating)
                .withServing(ready)
                .withTerminating(terminating)
                .endConditions()
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef()
                .build();
    }

    private static String address(Pod pod) {
        return pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    }

    private static List<EndpointPort> ports(Service service, List<Pod> pods) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort each : service.getSpec().getPorts()) {
            Integer number = target(each, pods);
            if (number != null) {
                ports.add(new EndpointPortBuilder()
                        .withName(each.getName() == null ? "" : each.getName())
                        .withPort(number)
                        .withProtocol(each.getProtocol() == null ? "TCP" : each.getProtocol())
                        .build());
            }
        }
        return ports;
    }

    private static Integer target(ServicePort port, List<Pod> pods) {
        if (port.getTargetPort() == null) {
            return port.getPort();
        }
        if (port.getTargetPort().getIntVal() != null) {
            return port.getTargetPort().getIntVal();
        }
        String name = port.getTargetPort().getStrVal();
        for (Pod pod : pods) {
            for (Container container : pod.getSpec().getContainers()) {
                for (ContainerPort each : container.getPorts()) {
                    if (name.equals(each.getName())) {
                        return each.getContainerPort();
                    }
                }
            }
        }
        return null;
    }
}
