package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.math.BigDecimal;
import java.time.Duration;
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
    List<GenericKubernetesResource> list(String namespace) {
        List<GenericKubernetesResource> all = new ArrayList<>();
        for (Deployment app : context.deployments().list(namespace)) {
            String inside = app.getMetadata().getNamespace();
            if (load.knows(inside, app.getMetadata().getName())) {
                all.addAll(of(inside, app));
            }
        }
        return all;
    }

    private List<GenericKubernetesResource> of(String namespace, Deployment app) {
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

    private static GenericKubernetesResource of(Pod pod, Map<String, HpaSample> samples) {
        Map<String, String> usage = new TreeMap<>();
        samples.forEach((resource, sample) -> usage.put(
                resource, "cpu".equals(resource) ? sample.milli() + "m" : Long.toString(sample.milli() / 1000)));
        HpaSample any = samples.values().iterator().next();
        String container = pod.getSpec().getContainers().get(0).getName();
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(Kind.POD_METRICS.apiVersion())
                .withKind(Kind.POD_METRICS.kind())
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withLabels(pod.getMetadata().getLabels())
                .endMetadata()
                .addToAdditionalProperties("timestamp", any.at().toString())
                .addToAdditionalProperties("window", asGo(any.window()))
                .addToAdditionalProperties("containers", List.of(Map.of("name", container, "usage", usage)))
                .build();
    }

    /** As metrics-server writes it: {@code 15.25s}. */
    private static String asGo(Duration window) {
        return BigDecimal.valueOf(window.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }
}
