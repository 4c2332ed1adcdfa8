package io.jenkins.plugins.greyrelease.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether everything that selects the stable pods selects the canary's too: what does not would miss them. */
final class Traffic {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> stable;
    private final Map<String, String> canary;
    private final Problems problems;

    private Traffic(Map<String, String> stable, Map<String, String> canary, Problems problems) {
        this.stable = stable;
        this.canary = canary;
        this.problems = problems;
    }

    static void check(Facts facts, PodTemplateSpec template, Problems problems) {
        Map<String, String> now = new HashMap<>(labels(facts.stable().getSpec().getTemplate()));
        facts.owned().stream()
                .filter(rs -> rs.getSpec().getReplicas() != null && rs.getSpec().getReplicas() > 0)
                .findFirst()
                .map(rs -> rs.getMetadata().getLabels().get(TemplateHash.POD_TEMPLATE_HASH))
                .ifPresent(hash -> now.put(TemplateHash.POD_TEMPLATE_HASH, hash));
        Traffic traffic = new Traffic(now, labels(template), problems);
        facts.services().forEach(traffic::service);
        facts.budgets()
                .forEach(b -> traffic.selects(
                        "PodDisruptionBudget/" + b.getMetadata().getName(),
                        Selector.matches(b.getSpec().getSelector(), traffic.stable),
                        Selector.matches(b.getSpec().getSelector(), traffic.canary),
                        "they would be unprotected"));
        facts.networkPolicies()
                .forEach(p -> traffic.selects(
                        "NetworkPolicy/" + p.getMetadata().getName(),
                        Selector.matches(p.getSpec().getPodSelector(), traffic.stable),
                        Selector.matches(p.getSpec().getPodSelector(), traffic.canary),
                        "their network would differ"));
        facts.destinationRules().forEach(traffic::subsets);
    }

    private void service(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector != null && !selector.isEmpty()) {
            selects(
                    "Service/" + service.getMetadata().getName(),
                    stable.entrySet().containsAll(selector.entrySet()),
                    canary.entrySet().containsAll(selector.entrySet()),
                    "they would get no traffic");
        }
    }

    private void subsets(GenericKubernetesResource rule) {
        JsonNode subsets = JSON.<JsonNode>valueToTree(rule.getAdditionalProperties())
                .path("spec")
                .path("subsets");
        for (JsonNode subset : subsets) {
            Map<String, String> wanted = new HashMap<>();
            subset.path("labels")
                    .fields()
                    .forEachRemaining(e -> wanted.put(e.getKey(), e.getValue().asText()));
            if (!wanted.isEmpty()) {
                selects(
                        "DestinationRule/" + rule.getMetadata().getName() + " subset "
                                + subset.path("name").asText(),
                        stable.entrySet().containsAll(wanted.entrySet()),
                        canary.entrySet().containsAll(wanted.entrySet()),
                        "they would get no traffic");
            }
        }
    }

    private void selects(String what, boolean stablePods, boolean canaryPods, String consequence) {
        if (stablePods && !canaryPods) {
            problems.add(what + " selects the pods that run, but not the new ones: " + consequence
                    + "; select by labels that both have");
        }
    }

    private static Map<String, String> labels(PodTemplateSpec template) {
        return Optional.ofNullable(template.getMetadata())
                .map(m -> m.getLabels())
                .orElse(Map.of());
    }
}
