package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Gives apps with a CPU autoscaler the load at which it keeps the number of pods they have. */
final class SteadyLoad {
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    private SteadyLoad() {}

    static void on(SimulatedCluster cluster, Duration from) {
        for (HorizontalPodAutoscaler hpa : cluster.server().list(Kind.HPA, null, null)) {
            String namespace = hpa.getMetadata().getNamespace();
            String name = hpa.getSpec().getScaleTargetRef().getName();
            if (cluster.controllers().load().knows(namespace, name)) {
                continue;
            }
            cluster.server().list(Kind.DEPLOYMENT, namespace, null).stream()
                    .filter(deployment -> deployment.getMetadata().getName().equals(name))
                    .findFirst()
                    .flatMap(deployment -> millicores(hpa, deployment))
                    .ifPresent(load -> cluster.controllers()
                            .load()
                            .put(namespace, name, LoadModel.Load.cpu(LoadTrace.constant(load))));
        }
    }

    /**
     * Pods × request × target. Worked example: 10 pods that request 200m each at a target of 60 % take 10 × 200 × 0.6 =
     * 1200 millicores.
     */
    static Optional<Double> millicores(HorizontalPodAutoscaler hpa, Deployment deployment) {
        int min = Objects.requireNonNullElse(hpa.getSpec().getMinReplicas(), 1);
        int pods = Math.max(min, Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1));
        List<MetricSpec> metrics = Objects.requireNonNullElse(hpa.getSpec().getMetrics(), List.of());
        return metrics.stream()
                .filter(metric -> "Resource".equals(metric.getType())
                        && "cpu".equals(metric.getResource().getName())
                        && metric.getResource().getTarget().getAverageUtilization() != null)
                .findFirst()
                .map(metric -> pods
                        * request(deployment)
                        * metric.getResource().getTarget().getAverageUtilization()
                        / 100.0)
                .filter(load -> load > 0);
    }

    private static double request(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(Container::getResources)
                .filter(resources -> resources != null && resources.getRequests() != null)
                .map(resources -> resources.getRequests())
                .map((Map<String, Quantity> requests) -> requests.get("cpu"))
                .filter(Objects::nonNull)
                .mapToDouble(
                        cpu -> Quantity.getAmountInBytes(cpu).multiply(MILLI).doubleValue())
                .sum();
    }
}
