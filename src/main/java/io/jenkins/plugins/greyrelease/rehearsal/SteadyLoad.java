package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Gives apps with a CPU autoscaler the load at which it keeps the number of pods they have. */
final class SteadyLoad {
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    private SteadyLoad() {}

    /** For the autoscalers there are, and for each that comes; an app that has a load keeps it. */
    static void on(SimulatedCluster cluster) {
        cluster.server().list(Kind.HPA, null, null).forEach(hpa -> under(hpa, cluster));
        cluster.server().observe(change -> {
            if (change.after() instanceof HorizontalPodAutoscaler hpa) {
                under(hpa, cluster);
            }
        });
    }

    private static void under(HorizontalPodAutoscaler hpa, SimulatedCluster cluster) {
        String namespace = hpa.getMetadata().getNamespace();
        String name = hpa.getSpec().getScaleTargetRef().getName();
        if (cluster.controllers().load().knows(namespace, name)) {
            return;
        }
        cluster.server().list(Kind.DEPLOYMENT, namespace, null).stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(name))
                .findFirst()
                .flatMap(deployment -> millicores(hpa, deployment))
                .ifPresent(load -> cluster.controllers()
                        .load()
                        .put(namespace, name, LoadModel.Load.cpu(LoadTrace.constant(load))));
    }

    /**
     * Pods × request × target. Worked example: 10 pods that request 200m each at a target of 60 % take 10 × 200 × 0.6 =
     * 1200 millicores; at a target of 150m each they take 1500.
     */
    static Optional<Double> millicores(HorizontalPodAutoscaler hpa, Deployment deployment) {
        int min = Objects.requireNonNullElse(hpa.getSpec().getMinReplicas(), 1);
        int pods = Math.max(min, Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1));
        List<MetricSpec> metrics = Objects.requireNonNullElse(hpa.getSpec().getMetrics(), List.of());
        return metrics.stream()
                .filter(metric -> "Resource".equals(metric.getType())
                        && "cpu".equals(metric.getResource().getName()))
                .findFirst()
                .map(metric -> pods * each(metric.getResource().getTarget(), deployment))
                .filter(load -> load > 0);
    }

    private static double each(MetricTarget target, Deployment deployment) {
        if (target.getAverageUtilization() != null) {
            return request(deployment) * target.getAverageUtilization() / 100.0;
        }
        return target.getAverageValue() == null ? 0 : millicores(target.getAverageValue());
    }

    private static double millicores(Quantity cpu) {
        return Quantity.getAmountInBytes(cpu).multiply(MILLI).doubleValue();
    }

    private static double request(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(Container::getResources)
                .filter(resources -> resources != null && resources.getRequests() != null)
                .map(resources -> resources.getRequests())
                .map((Map<String, Quantity> requests) -> requests.get("cpu"))
                .filter(Objects::nonNull)
                .mapToDouble(SteadyLoad::millicores)
                .sum();
    }
}
