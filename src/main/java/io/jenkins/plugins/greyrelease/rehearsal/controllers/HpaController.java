package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The horizontal autoscaler: looks at each HPA every 15 seconds, however often it changes.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/podautoscaler/horizontal.go}. Not copied: events, and clusters in
 * which the metrics API is slow.
 */
final class HpaController implements Controller {
    static final String WHO = "horizontal-pod-autoscaler";
    private static final Duration SYNC = Duration.ofSeconds(15);

    private final ControllerContext context;
    private final View<HorizontalPodAutoscaler> hpas;
    private final HpaMetric metric;
    private final WorkQueue queue;
    private final Map<String, HpaHistory> histories = new TreeMap<>();
    private final HpaSelectors selectors;

    HpaController(ControllerContext context, View<HorizontalPodAutoscaler> hpas, LoadModel load) {
        this.context = context;
        this.hpas = hpas;
        this.metric = new HpaMetric(new LoadMetrics(load, context.time()));
        this.selectors = new HpaSelectors(context.pods());
        this.queue = new WorkQueue(context.time(), () -> SYNC, this::sync);
        hpas.onChange((before, after) -> changed(after));
        hpas.list(null).forEach(this::changed);
    }

    @Override
    public WorkQueue queue() {
        return queue;
    }

    @Override
    public void forget() {
        queue.clear();
        histories.clear();
        selectors.clear();
    }

    private void changed(HorizontalPodAutoscaler after) {
        if (after != null) {
            queue.add(View.key(after));
        }
    }

    private void sync(String key) {
        HorizontalPodAutoscaler hpa = hpas.get(key).orElse(null);
        if (hpa == null) {
            histories.remove(key);
            selectors.remove(key);
            return;
        }
        new HpaSync(context, metric, selectors, histories.computeIfAbsent(key, k -> new HpaHistory()), hpa).run();
        queue.add(key);
    }
}
