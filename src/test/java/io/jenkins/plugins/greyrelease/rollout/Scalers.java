package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.jenkins.plugins.greyrelease.autoscale.HpaSamples;
import java.util.List;
import java.util.Map;

/** Autoscalers as their owners write them. */
final class Scalers {
    private Scalers() {}

    /** An HPA without behavior, with an annotation of its owner's: 100 millicores for each pod. */
    static HorizontalPodAutoscaler hpa(String app, int min, int max) {
        return HpaSamples.averageValue(app, min, max)
                .edit()
                .editMetadata()
                .addToAnnotations("owner", "team-" + app)
                .endMetadata()
                .build();
    }

    /** The same with a behavior of its own: quick up, slow down, and a policy. */
    static HorizontalPodAutoscaler hpaWithBehavior(String app, int min, int max) {
        return hpa(app, min, max)
                .edit()
                .editSpec()
                .withBehavior(new HorizontalPodAutoscalerBehaviorBuilder()
                        .withScaleUp(new HPAScalingRulesBuilder()
                                .withStabilizationWindowSeconds(30)
                                .build())
                        .withScaleDown(new HPAScalingRulesBuilder()
                                .withSelectPolicy("Min")
                                .withStabilizationWindowSeconds(120)
                                .addNewPolicy(60, "Pods", 2)
                                .addNewPolicy(60, "Percent", 50)
                                .build())
                        .build())
                .endSpec()
                .build();
    }

    /** KEDA's, on a number of requests that all pods share: 100 for each pod. */
    static GenericKubernetesResource keda(String app, int min, int max) {
        return custom(
                "keda.sh/v1alpha1",
                "ScaledObject",
                app,
                Map.of(
                        "scaleTargetRef",
                        Map.of("name", app),
                        "minReplicaCount",
                        min,
                        "maxReplicaCount",
                        max,
                        "triggers",
                        List.of(Map.of(
                                "type",
                                "prometheus",
                                "metadata",
                                Map.of("query", "sum(rate(http_requests[1m]))", "threshold", "100")))));
    }

    /** A VerticalPodAutoscaler in this mode. */
    static GenericKubernetesResource vpa(String app, String mode) {
        return custom(
                "autoscaling.k8s.io/v1",
                "VerticalPodAutoscaler",
                app,
                Map.of(
                        "targetRef",
                        Map.of("apiVersion", "apps/v1", "kind", "Deployment", "name", app),
                        "updatePolicy",
                        Map.of("updateMode", mode)));
    }

    private static GenericKubernetesResource custom(
            String apiVersion, String kind, String name, Map<String, Object> spec) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withNewMetadata()
                .withNamespace(Rig.NS)
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }
}
