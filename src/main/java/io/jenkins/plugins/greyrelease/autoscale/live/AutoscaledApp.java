package io.jenkins.plugins.greyrelease.autoscale.live;

import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import java.util.List;

/**
 * An app that {@code grey autoscale} scales.
 *
 * @param namespace of its Deployment
 * @param app name of its Deployment
 * @param clusters names or {@code label:value}; empty: all
 * @param rules bounds and speed, in each cluster
 * @param gauges at least one; the one that wants the most pods wins
 */
public record AutoscaledApp(
        String namespace, String app, List<String> clusters, ScalingRules rules, List<Gauge> gauges) {
    public AutoscaledApp {
        clusters = List.copyOf(clusters);
        gauges = List.copyOf(gauges);
    }

    /** {@code namespace/app}. */
    public String key() {
        return namespace + "/" + app;
    }
}
