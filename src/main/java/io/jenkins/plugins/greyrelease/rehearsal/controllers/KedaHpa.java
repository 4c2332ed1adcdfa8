package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The HPA that KEDA makes for a ScaledObject.
 *
 * <p>Triggers {@code cpu} and {@code memory} become resource metrics in percent of the requests; any other becomes an
 * external metric {@code s<index>-<type>} with the trigger's {@code threshold} for each pod, so a {@link LoadModel} names
 * it so.
 */
final class KedaHpa {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KedaHpa() {}

    static String name(GenericKubernetesResource scaledObject) {
        return "keda-hpa-" + scaledObject.getMetadata().getName();
    }

    /** The Deployment's name, or empty if something else is scaled. */
    static String target(GenericKubernetesResource scaledObject) {
        JsonNode target = spec(scaledObject).path("scaleTargetRef");
        return "Deployment".equals(target.path("kind").asText("Deployment"))
                ? target.path("name").asText()
                : "";
    }

    static HorizontalPodAutoscaler of(GenericKubernetesResource scaledObject) {
        JsonNode spec = spec(scaledObject);
        JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        return new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withNamespace(scaledObject.getMetadata().getNamespace())
                .withName(name(scaledObject))
                .addToLabels(
                        "scaledobject.keda.sh/name", scaledObject.getMetadata().getName())
                .withOwnerReferences(Owners.reference(Kind.SCALED_OBJECT, scaledObject))
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(Math.max(1, spec.path("minReplicaCount").asInt(0)))
                .withMaxReplicas(spec.path("maxReplicaCount").asInt(100))
                .withNewScaleTargetRef("apps/v1", "Deployment", target(scaledObject))
                .withMetrics(metrics(spec.path("triggers")))
                .withBehavior(
                        behavior.isObject() ? JSON.convertValue(behavior, HorizontalPodAutoscalerBehavior.class) : null)
                .endSpec()
                .build();
    }

    private static List<MetricSpec> metrics(JsonNode triggers) {
        List<MetricSpec> metrics = new ArrayList<>();
        for (JsonNode trigger : triggers) {
            String type = trigger.path("type").asText();
            JsonNode metadata = trigger.path("metadata");
            boolean resource = "cpu".equals(type) || "memory".equals(type);
            metrics.add(
                    resource
                            ? resource(type, metadata.path("value").asInt(80))
                            : external(
                                    "s" + metrics.size() + "-" + type,
                                    metadata.path("threshold")
                                            .asText(metadata.path("value").asText("1"))));
        }
        return metrics;
    }

    private static MetricSpec resource(String name, int percent) {
        return new MetricSpecBuilder()
                .withType("Resource")
                .withNewResource()
                .withName(name)
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(percent)
                .endTarget()
                .endResource()
                .build();
    }

    private static MetricSpec external(String name, String threshold) {
        return new MetricSpecBuilder()
                .withType("External")
                .withNewExternal()
                .withNewMetric()
                .withName(name)
                .endMetric()
                .withNewTarget()
                .withType("AverageValue")
                .withAverageValue(Quantity.parse(threshold))
                .endTarget()
                .endExternal()
                .build();
    }

    private static JsonNode spec(GenericKubernetesResource scaledObject) {
        return JSON.valueToTree(scaledObject.getAdditionalProperties()).path("spec");
    }
}
