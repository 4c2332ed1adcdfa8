package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How KEDA's ScaledObject is frozen: with its own pause annotation, on which KEDA takes its HPA away. */
final class KedaFreeze {
    /** KEDA stops scaling while this is {@code "true"}. */
    static final String PAUSED = "autoscaling.keda.sh/paused";
    /** KEDA scales to this number and stays there. */
    static final String PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas";

    private static final String TRUE = "true";

    private KedaFreeze() {}

    static FreezeMove freeze(GenericKubernetesResource scaledObject, String release) {
        ObjectNode before = Json.object();
        annotation(scaledObject, PAUSED).ifPresent(value -> before.put(PAUSED, value));
        String text = new Originals(release, before, rest(scaledObject)).text();
        Map<String, Optional<String>> annotations = new TreeMap<>();
        annotations.put(PAUSED, Optional.of(TRUE));
        annotations.put(AutoscalerFreeze.ORIGINALS, Optional.of(text));
        return new FreezeMove.Write(AutoscalerFreeze.guarded(scaledObject, Json.object(), annotations), List.of());
    }

    static FreezeState state(GenericKubernetesResource scaledObject, Originals originals) {
        List<String> changes = new ArrayList<>(editsOfPause(scaledObject));
        if (!rest(scaledObject).equals(originals.rest())) {
            changes.add("the ScaledObject's spec changed since the freeze");
        }
        return changes.isEmpty()
                ? new FreezeState.Frozen(originals.release())
                : new FreezeState.Edited(originals.release(), changes);
    }

    static FreezeMove thaw(GenericKubernetesResource scaledObject, Originals originals) {
        List<String> edits = editsOfPause(scaledObject);
        Map<String, Optional<String>> annotations = new TreeMap<>();
        annotations.put(AutoscalerFreeze.ORIGINALS, Optional.empty());
        if (edits.isEmpty()) {
            JsonNode before = originals.before().path(PAUSED);
            annotations.put(PAUSED, before.isTextual() ? Optional.of(before.asText()) : Optional.empty());
        }
        return new FreezeMove.Write(AutoscalerFreeze.guarded(scaledObject, Json.object(), annotations), edits);
    }

    private static List<String> editsOfPause(HasMetadata scaledObject) {
        Optional<String> paused = annotation(scaledObject, PAUSED);
        return paused.equals(Optional.of(TRUE))
                ? List.of()
                : List.of("annotation " + PAUSED + " is " + paused.orElse("gone") + ", the freeze had set " + TRUE);
    }

    static Optional<String> annotation(HasMetadata object, String name) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations == null ? null : annotations.get(name));
    }

    /** Spec and {@code paused-replicas}: setting that would move the Deployment in spite of the pause. */
    private static String rest(GenericKubernetesResource scaledObject) {
        ObjectNode rest = Json.object();
        rest.set("spec", Json.tree(scaledObject.getAdditionalProperties().get("spec")));
        annotation(scaledObject, PAUSED_REPLICAS).ifPresent(value -> rest.put(PAUSED_REPLICAS, value));
        return Json.fingerprint(rest);
    }
}
