package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What an autoscaler's metrics must look like: upstream {@code validateMetricSpec} and what it calls. */
final class HpaMetricRules {
    private static final String TARGET = ".target";
    private static final Set<String> TYPES = Set.of("Utilization", "Value", "AverageValue");

    private HpaMetricRules() {}

    static void check(Problems problems, String field, MetricSpec metric) {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("Object", metric.getObject());
        given.put("External", metric.getExternal());
        given.put("Pods", metric.getPods());
        given.put("Resource", metric.getResource());
        given.put("ContainerResource", metric.getContainerResource());
        if (metric.getType() == null || !given.containsKey(metric.getType())) {
            problems.invalid(field + ".type", metric.getType(), "must be one of " + given.keySet());
            return;
        }
        String source = field + "." + Character.toLowerCase(metric.getType().charAt(0))
                + metric.getType().substring(1);
        if (given.get(metric.getType()) == null) {
            problems.required(source);
            return;
        }
        given.forEach((type, value) -> {
            if (value != null && !type.equals(metric.getType())) {
                problems.invalid(field, type, "must populate the given metric source only");
            }
        });
        source(problems, source, metric);
    }

    private static void source(Problems problems, String field, MetricSpec metric) {
        switch (metric.getType()) {
            case "Object" -> {
                name(problems, field, metric.getObject().getMetric());
                amount(problems, field, metric.getObject().getTarget());
            }
            case "External" -> {
                name(problems, field, metric.getExternal().getMetric());
                amount(problems, field, metric.getExternal().getTarget());
            }
            case "Pods" -> {
                name(problems, field, metric.getPods().getMetric());
                MetricTarget target = metric.getPods().getTarget();
                target(problems, field + TARGET, target);
                if (target != null && target.getAverageValue() == null) {
                    problems.required(field + TARGET + ".averageValue");
                }
            }
            case "Resource" ->
                perPod(
                        problems,
                        field,
                        metric.getResource().getName(),
                        metric.getResource().getTarget());
            default ->
                perPod(
                        problems,
                        field,
                        metric.getContainerResource().getName(),
                        metric.getContainerResource().getTarget());
        }
    }

    /** It becomes a part of a path. */
    private static void name(Problems problems, String field, MetricIdentifier metric) {
        String at = field + ".metric.name";
        String name = metric == null ? null : metric.getName();
        if (name == null || name.isEmpty()) {
            problems.required(at);
        } else if (name.equals(".") || name.equals("..")) {
            problems.invalid(at, name, "may not be '" + name + "'");
        } else if (name.contains("/") || name.contains("%")) {
            problems.invalid(at, name, "may not contain '" + (name.contains("/") ? "/" : "%") + "'");
        }
    }

    /** Of the whole, or for each pod. */
    private static void amount(Problems problems, String field, MetricTarget target) {
        target(problems, field + TARGET, target);
        if (target != null && target.getValue() == null && target.getAverageValue() == null) {
            problems.required(field + TARGET + ".averageValue");
        }
    }

    private static void perPod(Problems problems, String field, String name, MetricTarget target) {
        if (name == null || name.isEmpty()) {
            problems.required(field + ".name");
        }
        target(problems, field + TARGET, target);
        if (target == null) {
            return;
        }
        if (target.getAverageUtilization() == null && target.getAverageValue() == null) {
            problems.required(field + TARGET + ".averageUtilization");
        } else if (target.getAverageUtilization() != null && target.getAverageValue() != null) {
            problems.invalid(
                    field + TARGET + ".averageValue",
                    target.getAverageValue(),
                    "may not set both a target raw value and a target utilization");
        }
    }

    private static void target(Problems problems, String field, MetricTarget target) {
        if (target == null) {
            problems.required(field + ".type");
            return;
        }
        if (target.getType() == null || !TYPES.contains(target.getType())) {
            problems.invalid(field + ".type", target.getType(), "must be either Utilization, Value, or AverageValue");
        }
        positive(problems, field + ".value", target.getValue());
        positive(problems, field + ".averageValue", target.getAverageValue());
        if (target.getAverageUtilization() != null && target.getAverageUtilization() < 1) {
            problems.invalid(field + ".averageUtilization", target.getAverageUtilization(), "must be greater than 0");
        }
    }

    private static void positive(Problems problems, String field, Quantity amount) {
        if (amount != null && amount.getNumericalAmount().signum() <= 0) {
            problems.invalid(field, amount, "must be positive");
        }
    }
}
