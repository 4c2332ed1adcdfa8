package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The objects of one cluster, by kind, namespace and name, by UID and by owner. */
final class ObjectStore {

    /** An object and its kind. */
    record Entry<T extends HasMetadata>(Kind<T> kind, T object) {
        String uid() {
            return object.getMetadata().getUid();
        }
    }

    private final Map<Kind<?>, TreeMap<String, TreeMap<String, HasMetadata>>> byName = new HashMap<>();
    private final LabelIndex byLabel = new LabelIndex();

    private final Map<String, Entry<?>> byUid = new HashMap<>();
    private final Map<String, Set<String>> byOwner = new HashMap<>();

    /** The object, null if it is not there. */
    <T extends HasMetadata> T find(Kind<T> kind, String namespace, String name) {
        TreeMap<String, HasMetadata> objects =
                namespaces(kind).get(kind.namespaced() && namespace != null ? namespace : "");
        return objects == null || name == null ? null : cast(objects.get(name));
    }

    /** By namespace and name; null for all namespaces. */
    <T extends HasMetadata> List<T> list(Kind<T> kind, String namespace) {
        List<T> result = new ArrayList<>();
        TreeMap<String, TreeMap<String, HasMetadata>> all = namespaces(kind);
        if (namespace == null || !kind.namespaced()) {
            all.values().forEach(objects -> objects.values().forEach(o -> result.add(cast(o))));
        } else if (all.containsKey(namespace)) {
            all.get(namespace).values().forEach(o -> result.add(cast(o)));
        }
        return result;
    }

    /** By namespace and name, those that the selector matches; null for all namespaces. */
    <T extends HasMetadata> List<T> list(Kind<T> kind, String namespace, LabelSelector selector) {
        Set<String> names = kind.namespaced() && namespace == null
                ? null
                : byLabel.candidates(kind, kind.namespaced() ? namespace : "", selector);
        List<T> result = new ArrayList<>();
        if (names == null) {
            for (T each : list(kind, namespace)) {
                if (Selector.matches(selector, each.getMetadata().getLabels())) {
                    result.add(each);
                }
            }
            return result;
        }
        for (String name : names) {
            T each = find(kind, namespace, name);
            if (Selector.matches(selector, each.getMetadata().getLabels())) {
                result.add(each);
            }
        }
        return result;
    }

    /** The object with this UID, null if there is none. */
    Entry<?> withUid(String uid) {
        return byUid.get(uid);
    }

    /** The objects that name this UID as an owner, in the order in which they began to. */
    List<Entry<?>> dependents(String ownerUid) {
        List<Entry<?>> result = new ArrayList<>();
        byOwner.getOrDefault(ownerUid, Set.of()).forEach(uid -> result.add(byUid.get(uid)));
        return result;
    }

    <T extends HasMetadata> void put(Kind<T> kind, T object) {
        HasMetadata before = namespaces(kind)
                .computeIfAbsent(namespaceOf(kind, object), n -> new TreeMap<>())
                .put(object.getMetadata().getName(), object);
        boolean relabelled = before == null
                || !Objects.equals(
                        before.getMetadata().getLabels(), object.getMetadata().getLabels());
        boolean disowned = before == null
                || !before.getMetadata()
                        .getOwnerReferences()
                        .equals(object.getMetadata().getOwnerReferences());
        if (before != null && relabelled) {
            byLabel.remove(kind, namespaceOf(kind, before), before);
        }
        if (before != null && disowned) {
            unlink(before);
        }
        byUid.put(object.getMetadata().getUid(), new Entry<>(kind, object));
        if (relabelled) {
            byLabel.add(kind, namespaceOf(kind, object), object);
        }
        if (disowned) {
            link(object);
        }
    }

    <T extends HasMetadata> void remove(Kind<T> kind, T object) {
        HasMetadata stored = namespaces(kind)
                .get(namespaceOf(kind, object))
                .remove(object.getMetadata().getName());
        byLabel.remove(kind, namespaceOf(kind, object), stored);
        unlink(stored);
        byUid.remove(object.getMetadata().getUid());
    }

    private void link(HasMetadata object) {
        for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
            byOwner.computeIfAbsent(owner.getUid(), u -> new LinkedHashSet<>())
                    .add(object.getMetadata().getUid());
        }
    }

    private void unlink(HasMetadata object) {
        for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
            Set<String> owned = byOwner.get(owner.getUid());
            if (owned != null && owned.remove(object.getMetadata().getUid()) && owned.isEmpty()) {
                byOwner.remove(owner.getUid());
            }
        }
    }

    private TreeMap<String, TreeMap<String, HasMetadata>> namespaces(Kind<?> kind) {
        return byName.computeIfAbsent(kind, k -> new TreeMap<>());
    }

    private static String namespaceOf(Kind<?> kind, HasMetadata object) {
        return kind.namespaced() ? object.getMetadata().getNamespace() : "";
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(HasMetadata object) {
        return (T) object;
    }
}
