package io.jenkins.plugins.greyrelease.autoscale.live;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.autoscale.Reading;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What pods use, from the metrics API. A pod counts as ready once a whole window was measured since it turned ready: what
 * a pod uses while it starts says nothing about its load. Pure.
 */
final class PodUsage {
    private static final BigDecimal MILLI = BigDecimal.valueOf(1000);

    private PodUsage() {}

    /** The reading of CPU (millicores) or memory (bytes). */
    static Reading of(Gauge.Resource gauge, List<Pod> pods, List<UsageSample> metrics) {
        Map<String, UsageSample> byName = new HashMap<>();
        metrics.forEach(each -> byName.put(each.pod(), each));
        Set<String> ready = new HashSet<>();
        Map<String, Double> samples = new HashMap<>();
        int others = 0;
        Optional<BigDecimal> request = Optional.empty();
        for (Pod pod : pods) {
            if (ending(pod)) {
                continue;
            }
            request = request.or(() -> request(pod.getSpec(), gauge.resource()));
            Optional<Instant> since = readySince(pod);
            String name = pod.getMetadata().getName();
            if (since.isEmpty()) {
                others++;
                continue;
            }
            ready.add(name);
            Optional.ofNullable(byName.get(name))
                    .filter(sample -> counts(sample, since.get()))
                    .ifPresent(sample -> samples.put(name, used(sample, gauge.resource())));
        }
        if (gauge.ofRequest() && request.isEmpty()) {
            return new Reading.Failed(
                    gauge.name(), pods.isEmpty() ? "there are no pods" : "a container has no request for it");
        }
        BigDecimal target = gauge.ofRequest() ? gauge.target().multiply(request.get()) : gauge.target();
        return Reading.ofPods(gauge.name(), shown(target, gauge.resource()), ready, others, samples);
    }

    private static boolean ending(Pod pod) {
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return pod.getMetadata().getDeletionTimestamp() != null || "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    private static Optional<Instant> readySince(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return pod.getStatus().getConditions().stream()
                .filter(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .findFirst()
                .map(Instant::parse);
    }

    private static boolean counts(UsageSample sample, Instant readySince) {
        return !sample.at().isBefore(readySince.plus(sample.window()));
    }

    private static double used(UsageSample sample, String resource) {
        return shown(sample.used().getOrDefault(resource, BigDecimal.ZERO), resource);
    }

    /** CPU in millicores: the figures people know. */
    private static double shown(BigDecimal amount, String resource) {
        return ("cpu".equals(resource) ? amount.multiply(MILLI) : amount).doubleValue();
    }

    /** What all containers of a pod request together; empty if one requests nothing. */
    private static Optional<BigDecimal> request(PodSpec spec, String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Container each : spec.getContainers()) {
            Map<String, Quantity> requests =
                    each.getResources() == null ? null : each.getResources().getRequests();
            Quantity request = requests == null ? null : requests.get(resource);
            if (request == null) {
                return Optional.empty();
            }
            sum = sum.add(request.getNumericalAmount());
        }
        return sum.signum() == 0 ? Optional.empty() : Optional.of(sum);
    }
}
