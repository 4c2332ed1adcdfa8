package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a pod's spec must look like. */
final class PodRules {

    private static final int HIGHEST_PORT = 65535;

    private PodRules() {}

    static void check(Problems problems, String field, PodSpec spec) {
        if (spec == null) {
            problems.required(field);
            return;
        }
        if (spec.getContainers() == null || spec.getContainers().isEmpty()) {
            problems.required(field + ".containers");
            return;
        }
        problems.notNegative(field + ".terminationGracePeriodSeconds", spec.getTerminationGracePeriodSeconds());
        Set<String> volumes = spec.getVolumes().stream().map(v -> v.getName()).collect(Collectors.toSet());
        Set<String> names = new HashSet<>();
        containers(problems, field + ".containers", spec.getContainers(), names, volumes);
        containers(problems, field + ".initContainers", spec.getInitContainers(), names, volumes);
    }

    private static void containers(
            Problems problems, String field, List<Container> containers, Set<String> names, Set<String> volumes) {
        for (int i = 0; i < containers.size(); i++) {
            Container container = containers.get(i);
            String path = field + "[" + i + "]";
            String name = container.getName();
            if (name == null || name.isEmpty()) {
                problems.required(path + ".name");
            } else if (!Names.isLabel(name)) {
                problems.invalid(path + ".name", name, "a lowercase RFC 1123 label is expected");
            } else if (!names.add(name)) {
                problems.add(path + ".name", "Duplicate value: \"" + name + "\"");
            }
            if (container.getImage() == null || container.getImage().isBlank()) {
                problems.required(path + ".image");
            }
            for (VolumeMount mount : container.getVolumeMounts()) {
                if (!volumes.contains(mount.getName())) {
                    problems.add(path + ".volumeMounts", "Not found: \"" + mount.getName() + "\"");
                }
            }
            container(problems, path, container);
        }
    }

    private static void container(Problems problems, String path, Container container) {
        for (ContainerPort port : container.getPorts()) {
            Integer number = port.getContainerPort();
            if (number == null || number < 1 || number > HIGHEST_PORT) {
                problems.invalid(path + ".ports.containerPort", number, "must be between 1 and 65535, inclusive");
            }
        }
        probe(problems, path + ".readinessProbe", container.getReadinessProbe());
        probe(problems, path + ".livenessProbe", container.getLivenessProbe());
        probe(problems, path + ".startupProbe", container.getStartupProbe());
        if (container.getResources() != null) {
            resources(
                    problems,
                    path + ".resources",
                    container.getResources().getRequests(),
                    container.getResources().getLimits());
        }
    }

    private static void probe(Problems problems, String path, Probe probe) {
        if (probe == null) {
            return;
        }
        if (probe.getHttpGet() == null
                && probe.getTcpSocket() == null
                && probe.getExec() == null
                && probe.getGrpc() == null) {
            problems.add(path, "Required value: must specify a handler type");
        }
        problems.notNegative(path + ".initialDelaySeconds", probe.getInitialDelaySeconds());
        problems.notNegative(path + ".periodSeconds", probe.getPeriodSeconds());
        problems.notNegative(path + ".failureThreshold", probe.getFailureThreshold());
        if (path.endsWith("livenessProbe") && probe.getSuccessThreshold() != 1) {
            problems.invalid(path + ".successThreshold", probe.getSuccessThreshold(), "must be 1");
        }
    }

    private static void resources(
            Problems problems, String path, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        if (requests == null || limits == null) {
            return;
        }
        requests.forEach((resource, request) -> {
            Quantity limit = limits.get(resource);
            if (limit != null && request.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0) {
                problems.invalid(
                        path + ".requests",
                        request,
                        "must be less than or equal to " + resource + " limit of " + limit);
            }
        });
    }
}
