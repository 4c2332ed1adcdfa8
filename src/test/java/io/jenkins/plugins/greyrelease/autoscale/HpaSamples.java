package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Autoscalers for tests. */
final class HpaSamples {
    private HpaSamples() {}

    /** An HPA of {@code cart}: 3 to 30 replicas at 60 % CPU, without behavior. */
    static HorizontalPodAutoscaler cart() {
        return new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("cart")
                .withResourceVersion("41")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(3)
                .withMaxReplicas(30)
                .withNewScaleTargetRef("apps/v1", "Deployment", "cart")
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withNewTarget()
                .withType("Utilization")
                .withAverageUtilization(60)
                .endTarget()
                .endResource()
                .endMetric()
                .endSpec()
                .build();
    }

    static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("cart")
                .endMetadata()
                .build();
    }

    static GenericKubernetesResource keda(Map<String, Object> spec) {
        return resource("keda.sh/v1alpha1", "ScaledObject", spec);
    }

    static GenericKubernetesResource vpa(Map<String, Object> spec) {
        return resource("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", spec);
    }

    private static GenericKubernetesResource resource(String apiVersion, String kind, Map<String, Object> spec) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(apiVersion)
                .withKind(kind)
                .withNewMetadata()
                .withNamespace("shop")
                .withName("cart-scaler")
                .withResourceVersion("7")
                .endMetadata()
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    static Arbitrary<HorizontalPodAutoscaler> any() {
        Arbitrary<HPAScalingRules> rules = rules();
        Arbitrary<HorizontalPodAutoscalerBehavior> behavior = Combinators.combine(
                        rules.injectNull(0.3), rules.injectNull(0.3))
                .as((down, up) -> new HorizontalPodAutoscalerBehavior(down, up));
        Arbitrary<Map<String, String>> annotations =
                Arbitraries.maps(Arbitraries.of("a", "owner", "team/x"), Arbitraries.of("1", "b c", "{}"));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9).injectNull(0.2),
                        Arbitraries.integers().between(9, 99),
                        behavior.injectNull(0.3),
                        annotations)
                .as((min, max, rule, notes) -> cart().edit()
                        .editMetadata()
                        .withAnnotations(notes)
                        .endMetadata()
                        .editSpec()
                        .withMinReplicas(min)
                        .withMaxReplicas(max)
                        .withBehavior(rule)
                        .endSpec()
                        .build());
    }

    private static Arbitrary<HPAScalingRules> rules() {
        Arbitrary<HPAScalingPolicy> policy = Combinators.combine(
                        Arbitraries.integers().between(1, 1800),
                        Arbitraries.of("Pods", "Percent"),
                        Arbitraries.integers().between(1, 100))
                .as((period, type, value) -> new HPAScalingPolicy(period, type, value));
        return Combinators.combine(
                        Arbitraries.of("Max", "Min", "Disabled").injectNull(0.3),
                        Arbitraries.integers().between(0, 3600).injectNull(0.3),
                        policy.list().ofMaxSize(3))
                .as((select, window, policies) -> new HPAScalingRulesBuilder()
                        .withSelectPolicy(select)
                        .withStabilizationWindowSeconds(window)
                        .withPolicies(policies)
                        .build());
    }
}
