package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Under which keys a cache finds an object, so that a reader of ten objects does not walk over ten thousand. */
public final class Keys {
    /** ReplicaSets that a release has parked, without labels of their own. */
    public static final String PARKED = "parked";

    private static final String PARKED_MARK = "grey-release/parked";

    private Keys() {}

    /** The object of this name. */
    public static String name(String name) {
        return "name:" + name;
    }

    /** Objects with this label. */
    public static String label(String key, String value) {
        return "label:" + key + "=" + value;
    }

    /** Objects that name the owner with this UID, as controller or not. */
    public static String owner(String uid) {
        return "owner:" + uid;
    }

    /** Those {@link #PARKED} whose pods have this label. */
    public static String parked(String key, String value) {
        return "parked:" + key + "=" + value;
    }

    /** Services whose selector demands this label. */
    public static String selects(String key, String value) {
        return "selects:" + key + "=" + value;
    }

    /** Autoscalers that scale this. */
    public static String scales(String kind, String name) {
        return "scales:" + kind + "/" + name;
    }

    /** All keys of an object. */
    static Set<String> of(HasMetadata object) {
        Set<String> keys = new TreeSet<>();
        keys.add(name(object.getMetadata().getName()));
        each(object.getMetadata().getLabels(), (k, v) -> keys.add(label(k, v)));
        if (object.getMetadata().getOwnerReferences() != null) {
            for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
                keys.add(owner(owner.getUid()));
            }
        }
        if (object instanceof ReplicaSet set && isParked(set)) {
            keys.add(PARKED);
            each(set.getSpec().getTemplate().getMetadata().getLabels(), (k, v) -> keys.add(parked(k, v)));
        } else if (object instanceof Service service && service.getSpec() != null) {
            each(service.getSpec().getSelector(), (k, v) -> keys.add(selects(k, v)));
        } else if (object instanceof HorizontalPodAutoscaler hpa) {
            var target = hpa.getSpec().getScaleTargetRef();
            keys.add(scales(target.getKind(), target.getName()));
        } else if (object instanceof GenericKubernetesResource custom
                && custom.get("spec", "scaleTargetRef", "name") instanceof String name) {
            Object kind = custom.get("spec", "scaleTargetRef", "kind");
            keys.add(scales(kind == null ? "Deployment" : kind.toString(), name));
        }
        return keys;
    }

    private static boolean isParked(ReplicaSet set) {
        return set.getMetadata().getAnnotations() != null
                && set.getMetadata().getAnnotations().containsKey(PARKED_MARK)
                && set.getSpec().getTemplate().getMetadata() != null;
    }

    private static void each(Map<String, String> map, java.util.function.BiConsumer<String, String> action) {
        if (map != null) {
            map.forEach(action);
        }
    }
}
