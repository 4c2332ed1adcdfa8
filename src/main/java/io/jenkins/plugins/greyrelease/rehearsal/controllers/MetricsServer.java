package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Duration;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics API of a simulated cluster, {@code metrics.k8s.io/v1beta1}: what pods of apps with a load use. All of a
 * pod's usage is told of its first container. Pods of apps without a load have no metrics.
 */
final class MetricsServer {
    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private final ControllerContext context;
    private final LoadModel load;
    private final LoadMetrics metrics;

    MetricsServer(ControllerContext context, LoadModel load) {
        this.context = context;
        this.load = load;
        this.metrics = new LoadMetrics(load, context.time());
    }

    /** @param namespace null for all */
    List<PodMetrics> list(String namespace) {
        List<PodMetrics> all = new ArrayList<>();
        for (Deployment app : context.deployments().list(namespace)) {
            String inside = app.getMetadata().getNamespace();
            if (load.knows(inside, app.getMetadata().getName())) {
                all.addAll(of(inside, app));
            }
        }
        return all;
    }

    private List<PodMetrics> of(String namespace, Deployment app) {
        Collection<Pod> pods = context.pods().list(namespace).stream()
                .filter(pod -> Selector.matches(
                        app.getSpec().getSelector(), pod.getMetadata().getLabels()))
                .toList();
        Map<String, Map<String, HpaSample>> samples = new TreeMap<>();
        for (String resource : RESOURCES) {
            metrics.samples(namespace, app.getMetadata().getName(), resource, pods)
                    .ifPresent(found ->
                            found.forEach((pod, sample) -> samples.computeIfAbsent(pod, name -> new TreeMap<>())
                                    .put(resource, sample)));
        }
        return pods.stream()
                .filter(pod -> samples.containsKey(pod.getMetadata().getName()))
                .map(pod -> of(pod, samples.get(pod.getMetadata().getName())))
                .toList();
    }

    private static PodMetrics of(Pod pod, Map<String, HpaSample> samples) {
        Map<String, Quantity> usage = new TreeMap<>();
        samples.forEach((resource, sample) -> usage.put(
                resource,
                "cpu".equals(resource)
                        ? new Quantity(sample.milli() + "m")
                        : new Quantity(Long.toString(sample.milli() / 1000))));
        HpaSample any = samples.values().iterator().next();
        PodMetrics metrics = new PodMetrics();
        metrics.setMetadata(new ObjectMetaBuilder()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withLabels(pod.getMetadata().getLabels())
                .build());
        metrics.setTimestamp(any.at().toString());
        metrics.setWindow(new Duration(any.window()));
        metrics.setContainers(List.of(
                new ContainerMetrics(pod.getSpec().getContainers().get(0).getName(), usage)));
        return metrics;
    }
}
