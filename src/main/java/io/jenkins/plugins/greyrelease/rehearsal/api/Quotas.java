package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Quota admission for pods: their number, CPU and memory, requested and limited. Pods that have ended do not count.
 * Quotas with scopes and quotas on other objects are not looked at.
 */
final class Quotas {

    private final ObjectStore store;

    Quotas(Ledger ledger) {
        this.store = ledger.store();
    }

    /** Refuses a pod that would exceed a quota of its namespace. */
    void admit(Request request, HasMetadata object) {
        if (!(object instanceof Pod pod)) {
            return;
        }
        for (ResourceQuota quota : store.list(Kind.RESOURCE_QUOTA, request.namespace())) {
            admit(request, pod, quota);
        }
    }

    private void admit(Request request, Pod pod, ResourceQuota quota) {
        Map<String, Quantity> hard = hard(quota);
        List<String> unset = hard.keySet().stream()
                .filter(resource -> counts(resource) && amount(resource, pod) == null)
                .toList();
        String name = quota.getMetadata().getName();
        if (!unset.isEmpty()) {
            throw request.overQuota("failed quota: " + name + ": must specify " + String.join(",", unset));
        }
        Map<String, BigDecimal> used = used(hard, request.namespace());
        List<String> over = new ArrayList<>();
        used.forEach((resource, amount) -> {
            BigDecimal wanted = amount(resource, pod);
            if (amount.add(wanted).compareTo(hard.get(resource).getNumericalAmount()) > 0) {
                over.add(resource);
            }
        });
        if (!over.isEmpty()) {
            throw request.overQuota("exceeded quota: " + name + ", requested: "
                    + say(over, r -> amount(r, pod).toPlainString()) + ", used: "
                    + say(over, r -> used.get(r).toPlainString()) + ", limited: "
                    + say(over, r -> hard.get(r).toString()));
        }
    }

    /** What the pods of a namespace use of each counted resource. */
    Map<String, BigDecimal> used(Map<String, Quantity> hard, String namespace) {
        Map<String, BigDecimal> used = new TreeMap<>();
        hard.keySet().stream().filter(Quotas::counts).forEach(r -> used.put(r, BigDecimal.ZERO));
        if (!used.isEmpty()) {
            for (Pod pod : store.list(Kind.POD, namespace)) {
                String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
                if (!"Succeeded".equals(phase) && !"Failed".equals(phase)) {
                    used.replaceAll((resource, sum) -> {
                        BigDecimal amount = amount(resource, pod);
                        return amount == null ? sum : sum.add(amount);
                    });
                }
            }
        }
        return used;
    }

    static Map<String, Quantity> hard(ResourceQuota quota) {
        Map<String, Quantity> hard =
                quota.getSpec() == null ? null : quota.getSpec().getHard();
        return hard == null ? Map.of() : new TreeMap<>(hard);
    }

    private static boolean counts(String resource) {
        return switch (resource) {
            case "pods", "count/pods", "cpu", "memory" -> true;
            case "requests.cpu", "requests.memory", "limits.cpu", "limits.memory" -> true;
            default -> false;
        };
    }

    /** How much of the resource the pod takes; null if one of its containers does not say. */
    private static BigDecimal amount(String resource, Pod pod) {
        if (resource.endsWith("pods")) {
            return BigDecimal.ONE;
        }
        boolean limits = resource.startsWith("limits.");
        String name = resource.substring(resource.indexOf('.') + 1);
        BigDecimal sum = BigDecimal.ZERO;
        for (Container container : pod.getSpec().getContainers()) {
            BigDecimal amount = amount(container, limits, name);
            if (amount == null) {
                return null;
            }
            sum = sum.add(amount);
        }
        for (Container container : pod.getSpec().getInitContainers()) {
            BigDecimal amount = amount(container, limits, name);
            sum = amount == null ? sum : sum.max(amount);
        }
        return sum;
    }

    private static BigDecimal amount(Container container, boolean limits, String name) {
        if (container.getResources() == null) {
            return null;
        }
        Map<String, Quantity> amounts = limits
                ? container.getResources().getLimits()
                : container.getResources().getRequests();
        Quantity amount = amounts == null ? null : amounts.get(name);
        return amount == null ? null : amount.getNumericalAmount();
    }

    private static String say(List<String> resources, java.util.function.UnaryOperator<String> amount) {
        return resources.stream().map(r -> r + "=" + amount.apply(r)).collect(Collectors.joining(","));
    }
}
