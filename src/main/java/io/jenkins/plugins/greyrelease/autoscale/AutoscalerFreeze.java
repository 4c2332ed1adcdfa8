package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.Patch;
import java.util.Map;
import java.util.Optional;

/**
 * Freezes an autoscaler for the time in which a release moves the stable Deployment's replicas, and gives it back
 * exactly as it was. Each takes one write; what was before is kept in an annotation of the autoscaler itself, so that
 * any run that finds it can undo the freeze.
 *
 * <p>All functions are pure; nothing is changed in the objects handed in.
 */
public final class AutoscalerFreeze {

    /** The annotation that holds the originals and says which release froze the autoscaler. */
    public static final String ORIGINALS = "grey-release/autoscaler-originals";

    private AutoscalerFreeze() {}

    /**
     * The write that freezes an HPA: {@code minReplicas: 1} and {@code selectPolicy: Disabled} both ways, so that it
     * neither follows the load nor sets a shrinking Deployment back to its minimum.
     *
     * @param release id of the release
     * @return Nothing if this release holds it already; Refuse if another one does
     */
    public static FreezeMove freeze(HorizontalPodAutoscaler hpa, String release) {
        return state(hpa) instanceof FreezeState.Free ? HpaFreeze.freeze(hpa, release) : held(state(hpa), hpa, release);
    }

    /**
     * The write that pauses KEDA's autoscaler, with KEDA's own annotation.
     *
     * @return as for an HPA
     */
    public static FreezeMove freeze(GenericKubernetesResource scaledObject, String release) {
        return state(scaledObject) instanceof FreezeState.Free
                ? KedaFreeze.freeze(scaledObject, release)
                : held(state(scaledObject), scaledObject, release);
    }

    /**
     * The write that gives an HPA back: every field that still is as the freeze left it becomes what it was (absent
     * again, if it was absent), and the annotation goes. Fields that somebody changed meanwhile stay as they are and
     * are listed.
     *
     * @return Nothing if it is not frozen; Refuse if the annotation cannot be read
     */
    public static FreezeMove thaw(HorizontalPodAutoscaler hpa) {
        try {
            Optional<Originals> originals = Originals.on(hpa);
            return originals.isEmpty() ? new FreezeMove.Nothing() : HpaFreeze.thaw(hpa, originals.get());
        } catch (JsonProcessingException e) {
            return new FreezeMove.Refuse(unreadable(hpa, e));
        }
    }

    /** The write that gives KEDA's autoscaler back; as for an HPA. */
    public static FreezeMove thaw(GenericKubernetesResource scaledObject) {
        try {
            Optional<Originals> originals = Originals.on(scaledObject);
            return originals.isEmpty() ? new FreezeMove.Nothing() : KedaFreeze.thaw(scaledObject, originals.get());
        } catch (JsonProcessingException e) {
            return new FreezeMove.Refuse(unreadable(scaledObject, e));
        }
    }

    /** The id of the release that froze this autoscaler; empty if none did, or if the annotation cannot be read. */
    public static Optional<String> frozenBy(HasMetadata autoscaler) {
        try {
            return Originals.on(autoscaler).map(Originals::release);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** What is seen on an HPA, somebody else's changes since the freeze included. */
    public static FreezeState state(HorizontalPodAutoscaler hpa) {
        try {
            Optional<Originals> originals = Originals.on(hpa);
            return originals.isEmpty() ? new FreezeState.Free() : HpaFreeze.state(hpa, originals.get());
        } catch (JsonProcessingException e) {
            return new FreezeState.Unreadable(unreadable(hpa, e));
        }
    }

    /** What is seen on a ScaledObject, somebody else's changes since the freeze included. */
    public static FreezeState state(GenericKubernetesResource scaledObject) {
        try {
            Optional<Originals> originals = Originals.on(scaledObject);
            return originals.isEmpty() ? new FreezeState.Free() : KedaFreeze.state(scaledObject, originals.get());
        } catch (JsonProcessingException e) {
            return new FreezeState.Unreadable(unreadable(scaledObject, e));
        }
    }

    private static FreezeMove held(FreezeState state, HasMetadata object, String release) {
        if (state instanceof FreezeState.Unreadable unreadable) {
            return new FreezeMove.Refuse(unreadable.reason());
        }
        String holder = frozenBy(object).orElseThrow();
        return holder.equals(release)
                ? new FreezeMove.Nothing()
                : new FreezeMove.Refuse(named(object) + " is frozen by release " + holder + ", not by " + release
                        + ": finish or roll back that release first");
    }

    private static String unreadable(HasMetadata object, JsonProcessingException cause) {
        return named(object) + ": annotation " + ORIGINALS + " cannot be read (" + cause.getOriginalMessage()
                + "): set the autoscaler as it should be and remove the annotation";
    }

    static String named(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    /** {@code body} with the annotations to set (null to remove) and the resourceVersion of {@code object} added. */
    static Patch guarded(HasMetadata object, ObjectNode body, Map<String, Optional<String>> annotations) {
        ObjectNode metadata = body.putObject("metadata");
        if (object.getMetadata().getResourceVersion() != null) {
            metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
        }
        ObjectNode written = metadata.putObject("annotations");
        annotations.forEach((name, value) -> written.put(name, value.orElse(null)));
        return Patch.merge(body.toString());
    }
}
