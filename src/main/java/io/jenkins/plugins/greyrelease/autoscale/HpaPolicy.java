package io.jenkins.plugins.greyrelease.autoscale;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code hpaPolicy} wants of a cluster: the autoscaler of one app.
 *
 * <p>The rules of {@link Scaling} as well as an HPA can have them. {@code upCooldown}: within it at most twice the pods,
 * or 4 more; {@code panic}: beyond that still as many percent more in each 15 seconds as it is over 1 (an HPA cannot
 * tell a flood by itself, but a flood is the only thing that wants more than twice the pods); {@code downCooldown}: the
 * highest number wanted within it holds; {@code tolerance}: both ways, where the cluster's version knows it.
 *
 * <p>Example: the usual rules let 10 pods that should be 30 become 20 at once, 28 after 15 seconds and 30 after 30; and
 * let 30 pods that should be 10 become 10 when 5 minutes have passed without a need for more.
 *
 * @param app name of the Deployment, and of the HPA if there is none yet
 * @param namespace of both
 * @param rules bounds and speed; {@code upCooldown} at most 30 minutes, {@code downCooldown} at most an hour
 * @param metrics at least one; the one that wants the most pods wins
 */
public record HpaPolicy(String app, String namespace, ScalingRules rules, List<MetricSpec> metrics) {
    /** Whose label says that an object was made by this plugin. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    /** The value of {@link #MANAGED_BY}. */
    public static final String US = "grey-release";
    /** The longest that the API takes as a policy's period. */
    public static final Duration LONGEST_UP = Duration.ofMinutes(30);
    /** The longest that the API takes as a stabilisation window. */
    public static final Duration LONGEST_DOWN = Duration.ofHours(1);

    private static final int SYNC_SECONDS = 15;
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    public HpaPolicy {
        metrics = List.copyOf(metrics);
    }

    /**
     * The HPA as it should be.
     *
     * @param present the one there is; its name, labels and annotations stay
     */
    public HorizontalPodAutoscaler wanted(Optional<HorizontalPodAutoscaler> present) {
        return present.map(hpa -> new HorizontalPodAutoscalerBuilder(hpa)
                        .withSpec(spec())
                        .withStatus(null)
                        .build())
                .orElseGet(() -> new HorizontalPodAutoscalerBuilder()
                        .withMetadata(new ObjectMetaBuilder()
                                .withName(app)
                                .withNamespace(namespace)
                                .withLabels(Map.of(MANAGED_BY, US))
                                .build())
                        .withSpec(spec())
                        .build());
    }

    private HorizontalPodAutoscalerSpec spec() {
        return new HorizontalPodAutoscalerSpecBuilder()
                .withNewScaleTargetRef("apps/v1", "Deployment", app)
                .withMinReplicas(rules.min())
                .withMaxReplicas(rules.max())
                .withMetrics(metrics)
                .withBehavior(behavior())
                .build();
    }

    private HorizontalPodAutoscalerBehavior behavior() {
        Quantity tolerance = new Quantity(
                BigDecimal.valueOf(rules.tolerance()).multiply(MILLI).toBigInteger() + "m");
        return new HorizontalPodAutoscalerBehaviorBuilder()
                .withScaleUp(new HPAScalingRulesBuilder()
                        .withStabilizationWindowSeconds(0)
                        .withSelectPolicy("Max")
                        .withPolicies(upPolicies())
                        .withTolerance(tolerance)
                        .build())
                .withScaleDown(new HPAScalingRulesBuilder()
                        .withStabilizationWindowSeconds(
                                (int) rules.downCooldown().toSeconds())
                        .withSelectPolicy("Max")
                        .withPolicies(new HPAScalingPolicy(SYNC_SECONDS, "Percent", 100))
                        .withTolerance(tolerance)
                        .build())
                .build();
    }

    private List<HPAScalingPolicy> upPolicies() {
        int period = (int) Math.max(SYNC_SECONDS, rules.upCooldown().toSeconds());
        List<HPAScalingPolicy> policies = new ArrayList<>(
                List.of(new HPAScalingPolicy(period, "Percent", 100), new HPAScalingPolicy(period, "Pods", 4)));
        if (rules.panic() > 1 && period > SYNC_SECONDS) {
            int percent = (int) Math.max(1, Math.round((rules.panic() - 1) * 100));
            policies.add(new HPAScalingPolicy(SYNC_SECONDS, "Percent", percent));
        }
        return policies;
    }

    /** Whether this HPA may be changed by {@code hpaPolicy}. */
    static boolean ours(HorizontalPodAutoscaler hpa) {
        Map<String, String> labels = hpa.getMetadata().getLabels();
        return labels != null && US.equals(labels.get(MANAGED_BY));
    }
}
