package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Under which keys a cache finds an object, so that a reader of ten objects does not walk over ten thousand. */
public final class Keys {
    private static final Set<String> ANNOTATIONS = Set.of("grey-release/parked");

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

    /** Objects with an annotation of this project's own, whatever its value. */
    public static String annotation(String key) {
        return "annotation:" + key;
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
        each(object.getMetadata().getAnnotations(), (k, v) -> {
            if (ANNOTATIONS.contains(k)) {
                keys.add(annotation(k));
            }
        });
        if (object.getMetadata().getOwnerReferences() != null) {
            for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
                keys.add(owner(owner.getUid()));
            }
        }
        if (object instanceof Service service && service.getSpec() != null) {
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

    private static void each(Map<String, String> map, java.util.function.BiConsumer<String, String> action) {
        if (map != null) {
            map.forEach(action);
        }
    }
}
