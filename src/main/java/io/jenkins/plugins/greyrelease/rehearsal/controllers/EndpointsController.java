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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    /** Names of the slices of each Service, by its UID. */
    private final Map<String, Set<String>> slices = new HashMap<>();
    /** Keys of Services by the first label of their selector. */
    private final Map<String, Set<String>> selecting = new HashMap<>();

    EndpointsController(ControllerContext context, View<Service> services, Supplier<Duration> delay) {
        this.context = context;
        this.services = services;
        this.queue = new WorkQueue(context.time(), delay, this::sync);
        services.onChange(this::serviceChanged);
        context.pods().onChange(this::podChanged);
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
        selecting.clear();
        slices.clear();
    }

    private void serviceChanged(Service before, Service after) {
        if (before != null) {
            selecting.getOrDefault(firstLabel(before), new TreeSet<>()).remove(View.key(before));
        }
        if (after == null) {
            slices.remove(before.getMetadata().getUid());
        }
        if (after != null && firstLabel(after) != null) {
            selecting
                    .computeIfAbsent(firstLabel(after), label -> new TreeSet<>())
                    .add(View.key(after));
        }
        queue.add(View.key(after == null ? before : after));
    }

    private void podChanged(Pod before, Pod after) {
        if (before != null && after != null && EndpointSlices.isSame(before, after)) {
            return;
        }
        for (Pod each : new Pod[] {before, after}) {
            if (each != null) {
                selectedBy(each).forEach(queue::add);
            }
        }
    }

    /** The keys of the Services that select the pod. */
    private Set<String> selectedBy(Pod pod) {
        Set<String> result = new TreeSet<>();
        String namespace = pod.getMetadata().getNamespace();
        Map<String, String> labels = pod.getMetadata().getLabels();
        if (labels != null) {
            labels.forEach((name, value) -> {
                for (String key : selecting.getOrDefault(label(namespace, name, value), Set.of())) {
                    services.get(key).filter(each -> selects(each, labels)).ifPresent(each -> result.add(key));
                }
            });
        }
        return result;
    }

    private static boolean selects(Service service, Map<String, String> labels) {
        return labels.entrySet().containsAll(service.getSpec().getSelector().entrySet());
    }

    /** A Service is looked up by one label of its selector; null for one that selects nothing. */
    private static String firstLabel(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            return null;
        }
        String name = new TreeMap<>(selector).firstKey();
        return label(service.getMetadata().getNamespace(), name, selector.get(name));
    }

    private static String label(String namespace, String name, String value) {
        return namespace + "/" + name + "=" + value;
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
        Map<String, EndpointSlice> present = present(service);
        String uid = service.getMetadata().getUid();
        // forgotten while it is written: after a refusal in between it is searched for again
        slices.remove(uid);
        slices.put(uid, write(present, EndpointSlices.of(service, pods, List.copyOf(present.values()))));
    }

    /** The Service's slices, live; their names are remembered, so that they need not be searched for each time. */
    private Map<String, EndpointSlice> present(Service service) {
        String namespace = service.getMetadata().getNamespace();
        Map<String, EndpointSlice> result = new TreeMap<>();
        Set<String> known = slices.get(service.getMetadata().getUid());
        if (known == null) {
            String name = service.getMetadata().getName();
            context.api()
                    .list(Kind.ENDPOINT_SLICE, namespace, Selector.of(Map.of(EndpointSlices.SERVICE, name)))
                    .forEach(each -> result.put(each.getMetadata().getName(), each));
        } else {
            known.forEach(name -> read(namespace, name).ifPresent(each -> result.put(name, each)));
        }
        return result;
    }

    private Optional<EndpointSlice> read(String namespace, String name) {
        try {
            return Optional.of(context.api().get(Kind.ENDPOINT_SLICE, namespace, name));
        } catch (KubeException e) {
            if (e.reason() != KubeException.Reason.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Makes it so; the names of the slices that there are then. */
    private Set<String> write(Map<String, EndpointSlice> present, List<EndpointSlice> wanted) {
        Set<String> names = new TreeSet<>();
        Map<String, EndpointSlice> superfluous = new TreeMap<>(present);
        for (EndpointSlice each : wanted) {
            String name = each.getMetadata().getName();
            if (name == null) {
                names.add(context.api()
                        .create(WHO, Kind.ENDPOINT_SLICE, each)
                        .getMetadata()
                        .getName());
                continue;
            }
            names.add(name);
            if (!Objects.equals(superfluous.remove(name), each)) {
                context.api().update(WHO, Kind.ENDPOINT_SLICE, each);
            }
        }
        superfluous.values().forEach(this::delete);
        return names;
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
