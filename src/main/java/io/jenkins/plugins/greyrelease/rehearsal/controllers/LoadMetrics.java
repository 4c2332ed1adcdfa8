package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Load;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Sharing;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The metrics server of a simulated cluster: takes each running pod's share of the load every 15 seconds, averaged over
 * the last 30. A pod younger than that has no sample yet.
 */
final class LoadMetrics {
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final LoadModel model;
    private final Scheduler time;

    LoadMetrics(LoadModel model, Scheduler time) {
        this.model = model;
        this.time = time;
    }

    /**
     * A sample of each pod that has one, by name; empty if the app has no such load.
     *
     * @param app name of the stable Deployment
     * @param pods all pods of the app
     */
    Optional<Map<String, HpaSample>> samples(String namespace, String app, String metric, Collection<Pod> pods) {
        Optional<Load> load = model.of(namespace, app, metric);
        if (load.isEmpty()) {
            return Optional.empty();
        }
        long serving = pods.stream().filter(LoadMetrics::serves).count();
        Instant taken = lastScrape();
        double total = milli(load.get());
        Map<String, HpaSample> samples = new TreeMap<>();
        for (Pod pod : pods) {
            if (measured(pod, taken)) {
                boolean all = load.get().sharing() == Sharing.PER_POD;
                double share = all ? total : serves(pod) ? total / serving : 0;
                long used = Math.min(Math.round(share), limit(pod, metric));
                samples.put(pod.getMetadata().getName(), new HpaSample(used, taken, WINDOW));
            }
        }
        return Optional.of(samples);
    }

    /** The app's total, in thousandths of the unit. */
    OptionalLong total(String namespace, String app, String metric) {
        return model.of(namespace, app, metric)
                .map(load -> OptionalLong.of(Math.round(milli(load))))
                .orElse(OptionalLong.empty());
    }

    private double milli(Load load) {
        double now = load.trace().at(time.elapsed());
        return "cpu".equals(load.metric()) ? now : now * 1000;
    }

    private Instant lastScrape() {
        long since = time.elapsed().toNanos() % EVERY.toNanos();
        return time.now().minusNanos(since);
    }

    private static boolean serves(Pod pod) {
        return Pods.isReady(pod) && pod.getMetadata().getDeletionTimestamp() == null;
    }

    private static boolean measured(Pod pod, Instant taken) {
        return "Running".equals(Pods.phase(pod))
                && pod.getStatus().getStartTime() != null
                && !Instant.parse(pod.getStatus().getStartTime()).plus(WINDOW).isAfter(taken);
    }

    /** A pod cannot use more than its containers' limits. */
    private static long limit(Pod pod, String metric) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Container each : pod.getSpec().getContainers()) {
            Map<String, Quantity> limits =
                    each.getResources() == null ? null : each.getResources().getLimits();
            Quantity limit = limits == null ? null : limits.get(metric);
            if (limit == null) {
                return Long.MAX_VALUE;
            }
            sum = sum.add(limit.getNumericalAmount());
        }
        return sum.movePointRight(3).longValue();
    }
}
