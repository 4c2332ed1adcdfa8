package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The watched apps of one cluster by namespace, name and label: a change is shown to those whom it may concern. */
final class AppIndex {
    /** Only looked up in. */
    private final Map<String, List<AppView>> byKey = new HashMap<>();

    void add(AppView view) {
        String namespace = view.app().namespace();
        put(named(namespace, view.app().name()), view);
        put(view.label().map(each -> labelled(namespace, each)).orElse(namespace), view);
    }

    /** Each once, in an order that depends on the change and the order of {@link #add} alone. */
    Set<AppView> touchedBy(Change<?> change) {
        Set<AppView> touched = new LinkedHashSet<>();
        if (change.before() != null) {
            collect(change.before(), touched);
        }
        if (change.after() != null) {
            collect(change.after(), touched);
        }
        return touched;
    }

    private void collect(HasMetadata object, Set<AppView> touched) {
        String namespace = object.getMetadata().getNamespace();
        if (object instanceof Deployment deployment) {
            touched.addAll(of(named(namespace, deployment.getMetadata().getName())));
            labels(namespace, deployment.getSpec().getTemplate().getMetadata().getLabels(), touched);
        } else if (object instanceof ReplicaSet set) {
            labels(namespace, set.getSpec().getTemplate().getMetadata().getLabels(), touched);
        } else if (object instanceof Pod pod) {
            labels(namespace, pod.getMetadata().getLabels(), touched);
        } else if (object instanceof HorizontalPodAutoscaler hpa) {
            touched.addAll(of(named(namespace, hpa.getSpec().getScaleTargetRef().getName())));
        }
    }

    private void labels(String namespace, Map<String, String> labels, Set<AppView> touched) {
        touched.addAll(of(namespace));
        if (labels != null) {
            for (Map.Entry<String, String> each : new TreeMap<>(labels).entrySet()) {
                touched.addAll(of(labelled(namespace, each)));
            }
        }
    }

    private List<AppView> of(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    private void put(String key, AppView view) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(view);
    }

    private static String named(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static String labelled(String namespace, Map.Entry<String, String> label) {
        return namespace + "/" + label.getKey() + "=" + label.getValue();
    }
}
