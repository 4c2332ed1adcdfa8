package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Autoscalers for tests. */
public final class HpaSamples {
    private HpaSamples() {}

    /** An HPA of {@code cart}: 3 to 30 replicas at 60 % CPU, without behavior. */
    static HorizontalPodAutoscaler cart() {
        return utilization("cart", "cart", 3, 30)
                .edit()
                .editMetadata()
                .withResourceVersion("41")
                .endMetadata()
                .build();
    }

    /** An HPA {@code name} of the Deployment {@code target} at 60 % CPU, without behavior. */
    public static HorizontalPodAutoscaler utilization(String name, String target, int min, int max) {
        return cpu(name, target, min, max, new MetricTarget(60, null, "Utilization", null));
    }

    /** An HPA of an app of its name at 100 millicores for each pod, without behavior. */
    public static HorizontalPodAutoscaler averageValue(String app, int min, int max) {
        return cpu(app, app, min, max, new MetricTarget(null, new Quantity("100m"), "AverageValue", null));
    }

    private static HorizontalPodAutoscaler cpu(String name, String target, int min, int max, MetricTarget metric) {
        return new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(min)
                .withMaxReplicas(max)
                .withNewScaleTargetRef("apps/v1", "Deployment", target)
                .addNewMetric()
                .withType("Resource")
                .withNewResource()
                .withName("cpu")
                .withTarget(metric)
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
