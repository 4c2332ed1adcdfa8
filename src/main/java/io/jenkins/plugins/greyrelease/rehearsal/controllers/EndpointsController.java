package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Keeps the EndpointSlices of every Service with a selector.
 *
 * <p>Source: {@code endpointslice} of Kubernetes 1.34. Left out: topology hints, dual stack, the tracker that protects
 * against a stale cache of slices (the slices are read live here).
 */
final class EndpointsController implements Controller {
    static final String WHO = "endpointslice-controller";

    private final ControllerContext context;
    private final View<Service> services;
    private final WorkQueue queue;

    EndpointsController(ControllerContext context, View<Service> services, Supplier<Duration> delay) {
        this.context = context;
        this.services = services;
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        services.onChange((before, after) -> queue.add(View.key(after == null ? before : after)));
        context.pods().onChange(this::podChanged);
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
    }

    private void podChanged(Pod before, Pod after) {
        if (before != null && after != null && EndpointSlices.isSame(before, after)) {
            return;
        }
        Pod pod = after == null ? before : after;
        for (Service each : services.list(pod.getMetadata().getNamespace())) {
            boolean was = before != null && selects(each, before);
            if (was || after != null && selects(each, after)) {
                queue.add(View.key(each));
            }
        }
    }

    private static boolean selects(Service service, Pod pod) {
        Map<String, String> selector = service.getSpec().getSelector();
        Map<String, String> labels = pod.getMetadata().getLabels();
        return selector != null
                && !selector.isEmpty()
                && labels != null
                && labels.entrySet().containsAll(selector.entrySet());
    }

    private void sync(String key) {
        Service service = services.get(key).orElse(null);
        if (service == null
                || service.getSpec().getSelector() == null
                || service.getSpec().getSelector().isEmpty()) {
            return;
        }
        String namespace = service.getMetadata().getNamespace();
        List<Pod> pods = new ArrayList<>(
                context.pods().labelled(namespace, service.getSpec().getSelector()));
        pods.removeIf(each -> Pods.isOver(each)
                || each.getStatus() == null
                || each.getStatus().getPodIP() == null);
        Map<String, EndpointSlice> present = new TreeMap<>();
        for (EndpointSlice each : context.api()
                .list(
                        Kind.ENDPOINT_SLICE,
                        namespace,
                        Selector.of(Map.of(
                                EndpointSlices.SERVICE, service.getMetadata().getName())))) {
            present.put(each.getMetadata().getName(), each);
        }
        write(present, EndpointSlices.of(service, pods, List.copyOf(present.values())));
    }

    private void write(Map<String, EndpointSlice> present, List<EndpointSlice> wanted) {
        Map<String, EndpointSlice> superfluous = new TreeMap<>(present);
        for (EndpointSlice each : wanted) {
            String name = each.getMetadata().getName();
            if (name == null) {
                context.api().create(WHO, Kind.ENDPOINT_SLICE, each);
            } else if (!Objects.equals(superfluous.remove(name), each)) {
                context.api().update(WHO, Kind.ENDPOINT_SLICE, each);
            }
        }
        superfluous.values().forEach(this::delete);
    }

    private void delete(EndpointSlice slice) {
        try {
            context.api()
                    .delete(
                            WHO,
                            Kind.ENDPOINT_SLICE,
                            slice.getMetadata().getNamespace(),
                            slice.getMetadata().getName(),
                            DeleteOptions.BACKGROUND);
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}
