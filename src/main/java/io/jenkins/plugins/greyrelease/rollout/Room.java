package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.Readiness.Limits;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether the namespace's quotas leave room for the pods that a release has beside the desired ones. */
final class Room {
    private Room() {}

    /**
     * Compares what is left of each quota with the extra pods' needs.
     *
     * <p>Example: 2 pods left of {@code pods: 12}, ten desired, maxSurge 3: one pod is missing.
     */
    static void check(List<ResourceQuota> quotas, PodTemplateSpec template, Limits limits, Problems problems) {
        int extra = limits.surge()
                ? limits.desired()
                : Math.min(limits.fenceposts().surge(limits.desired()), Math.max(limits.desired(), 1));
        Map<String, BigDecimal> needs = needs(template, extra);
        for (ResourceQuota quota : quotas) {
            if (quota.getSpec().getScopes() != null
                            && !quota.getSpec().getScopes().isEmpty()
                    || quota.getSpec().getScopeSelector() != null) {
                continue;
            }
            Map<String, Quantity> used =
                    quota.getStatus() == null || quota.getStatus().getUsed() == null
                            ? Map.of()
                            : quota.getStatus().getUsed();
            Optional.ofNullable(quota.getSpec().getHard()).orElse(Map.of()).forEach((resource, hard) -> {
                BigDecimal need = needs.getOrDefault(resource, BigDecimal.ZERO);
                BigDecimal left = amount(hard).subtract(amount(used.get(resource)));
                if (need.compareTo(left) > 0) {
                    problems.add("ResourceQuota/" + quota.getMetadata().getName() + " leaves " + plain(left) + " of "
                            + resource + ", the " + extra + " extra pods of the release need " + plain(need)
                            + "; raise the quota"
                            + (limits.surge()
                                    ? " or release with capacity: 'replace'"
                                    : " or release with a smaller maxSurge"));
                }
            });
        }
    }

    private static Map<String, BigDecimal> needs(PodTemplateSpec template, int pods) {
        Map<String, BigDecimal> needs = new TreeMap<>();
        BigDecimal count = BigDecimal.valueOf(pods);
        needs.put("pods", count);
        needs.put("count/pods", count);
        for (Container container : template.getSpec().getContainers()) {
            ResourceRequirements resources = container.getResources();
            if (resources != null) {
                add(needs, "requests.", resources.getRequests(), count);
                add(needs, "", resources.getRequests(), count);
                add(needs, "limits.", resources.getLimits(), count);
            }
        }
        return needs;
    }

    private static void add(
            Map<String, BigDecimal> needs, String prefix, Map<String, Quantity> amounts, BigDecimal pods) {
        if (amounts != null) {
            amounts.forEach((resource, amount) ->
                    needs.merge(prefix + resource, amount(amount).multiply(pods), BigDecimal::add));
        }
    }

    private static BigDecimal amount(Quantity quantity) {
        return quantity == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(quantity);
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
