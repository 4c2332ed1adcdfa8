package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.Api;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which of an app's pods are available and serving, by ReplicaSet.
 *
 * <p>Pods that were lost without anybody's scaling in the last seconds can be counted in: nobody can have known of that
 * when the write that is being judged was decided.
 */
final class AppPods {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Set<String> SCALERS = Set.of("replicaset-controller", "garbage-collector");

    private record Lost(Duration at, String owner) {}

    private final Api api;
    private WatchedApp app;
    private final LabelSelector selector;
    private final Scheduler time;
    private final Deque<Lost> lost = new ArrayDeque<>();

    AppPods(Api api, WatchedApp app, LabelSelector selector, Scheduler time) {
        this.api = api;
        this.app = app;
        this.selector = selector;
        this.time = time;
    }

    void agreed(WatchedApp now) {
        app = now;
    }

    /** Available and serving pods by the UID of the ReplicaSet that controls them. */
    Map<String, Integer> available() {
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> serving = serving();
        for (Pod pod : api.list(Kind.POD, app.namespace(), selector)) {
            boolean unrouted = serving == null;
            if (isAvailable(pod)
                    && (unrouted || serving.contains(pod.getMetadata().getName()))) {
                counts.merge(owner(pod), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** As {@link #available}, with those that were lost without anybody's scaling in the last seconds. */
    Map<String, Integer> availableOrJustLost() {
        Map<String, Integer> counts = available();
        while (!lost.isEmpty() && lost.peekFirst().at().plus(GRACE).compareTo(time.elapsed()) < 0) {
            lost.removeFirst();
        }
        lost.forEach(each -> counts.merge(each.owner(), 1, Integer::sum));
        return counts;
    }

    void took(Change<?> change) {
        if (!(change.before() instanceof Pod before) || !isAvailable(before)) {
            return;
        }
        Pod after = (Pod) change.after();
        boolean going = after == null || after.getMetadata().getDeletionTimestamp() != null;
        boolean scaledAway = going && SCALERS.contains(change.who());
        if (!scaledAway && !AppView.isByUs(change) && (going || !isReady(after))) {
            lost.addLast(new Lost(time.elapsed(), owner(before)));
        }
    }

    /** Names of the pods that every Service of theirs routes to; null if no Service selects them. */
    private Set<String> serving() {
        Set<String> all = null;
        for (Service service : api.list(Kind.SERVICE, app.namespace(), null)) {
            if (selects(service)) {
                Set<String> names = routed(service);
                if (all == null) {
                    all = names;
                } else {
                    all.retainAll(names);
                }
            }
        }
        return all;
    }

    private boolean selects(Service service) {
        Map<String, String> wanted =
                service.getSpec() == null ? null : service.getSpec().getSelector();
        return wanted != null
                && !wanted.isEmpty()
                && selector.getMatchLabels() != null
                && selector.getMatchLabels().entrySet().containsAll(wanted.entrySet());
    }

    private Set<String> routed(Service service) {
        Set<String> names = new TreeSet<>();
        LabelSelector slices = Selector.of(
                Map.of("kubernetes.io/service-name", service.getMetadata().getName()));
        for (EndpointSlice slice : api.list(Kind.ENDPOINT_SLICE, app.namespace(), slices)) {
            List<Endpoint> endpoints = slice.getEndpoints();
            for (Endpoint each : endpoints == null ? List.<Endpoint>of() : endpoints) {
                boolean ready = each.getConditions() != null
                        && Boolean.TRUE.equals(each.getConditions().getReady());
                if (ready && each.getTargetRef() != null) {
                    names.add(each.getTargetRef().getName());
                }
            }
        }
        return names;
    }

    private boolean isAvailable(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() != null || !isReady(pod)) {
            return false;
        }
        Instant since = Instant.parse(ready(pod).getLastTransitionTime());
        return !since.plus(app.minReady()).isAfter(time.now());
    }

    static boolean isReady(Pod pod) {
        PodCondition ready = ready(pod);
        return ready != null && "True".equals(ready.getStatus());
    }

    private static PodCondition ready(Pod pod) {
        return pod.getStatus() == null
                ? null
                : pod.getStatus().getConditions().stream()
                        .filter(each -> "Ready".equals(each.getType()))
                        .findFirst()
                        .orElse(null);
    }

    private static String owner(Pod pod) {
        OwnerReference owner = AppView.controllerOf(pod);
        return owner == null ? "" : owner.getUid();
    }
}
