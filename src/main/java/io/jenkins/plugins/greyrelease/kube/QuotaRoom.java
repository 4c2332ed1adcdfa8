package io.jenkins.plugins.greyrelease.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a namespace's quotas leave room for more pods of a template. Quotas with a scope are not looked at. */
public final class QuotaRoom {
    private QuotaRoom() {}

    /**
     * What a quota lacks.
     *
     * @param quota its name
     * @param left what it leaves of {@code resource}
     * @param need what the pods would take of it; more than {@code left}
     */
    public record Shortfall(String quota, String resource, BigDecimal left, BigDecimal need) {

        /** {@code ResourceQuota/team leaves 2 of pods, the 3 extra pods need 3}. */
        public String says(String pods) {
            return "ResourceQuota/" + quota + " leaves " + plain(left) + " of " + resource + ", " + pods + " need "
                    + plain(need);
        }
    }

    /**
     * What is missing for {@code extra} more pods; none if there is room.
     *
     * <p>Example: 2 pods left of {@code pods: 12}, 3 more pods: left 2, need 3.
     */
    public static List<Shortfall> shortfalls(List<ResourceQuota> quotas, PodTemplateSpec template, int extra) {
        Map<String, BigDecimal> needs = needs(template, extra);
        List<Shortfall> found = new ArrayList<>();
        for (ResourceQuota quota : quotas) {
            if (scoped(quota)) {
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
                    found.add(new Shortfall(quota.getMetadata().getName(), resource, left, need));
                }
            });
        }
        return found;
    }

    private static boolean scoped(ResourceQuota quota) {
        List<String> scopes = quota.getSpec().getScopes();
        return scopes != null && !scopes.isEmpty() || quota.getSpec().getScopeSelector() != null;
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
