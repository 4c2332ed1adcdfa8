package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.Map;

/** Objects of namespace {@code shop} to reason about. */
final class Given {
    static final String NAMESPACE = "shop";

    private Given() {}

    static Map<String, String> app(String name) {
        return Map.of("app", name);
    }

    static Deployment deployment(String name, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withUid("uid-" + name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withSelector(Selector.of(app(name)))
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(app(name))
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }

    static Pod pod(String name, Map<String, String> labels) {
        return new PodBuilder(bare(name, labels))
                .editMetadata()
                .addNewOwnerReference()
                .withKind("ReplicaSet")
                .withName("of-" + name)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    /** A pod that nobody makes again. */
    static Pod bare(String name, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    static PodDisruptionBudget budget(String name, LabelSelector selector, BudgetTerms terms) {
        PodDisruptionBudgetBuilder builder = new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withUid("uid-" + name)
                .withResourceVersion("7")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withSelector(selector)
                .endSpec();
        IntOrString amount = terms.amount().matches("\\d+")
                ? new IntOrString(Integer.valueOf(terms.amount()))
                : new IntOrString(terms.amount());
        return switch (terms.measure()) {
            case MAX_UNAVAILABLE ->
                builder.editSpec().withMaxUnavailable(amount).endSpec().build();
            case MIN_AVAILABLE ->
                builder.editSpec().withMinAvailable(amount).endSpec().build();
            case NONE -> builder.build();
        };
    }

    static PodDisruptionBudget budget(String name, String app, BudgetTerms terms) {
        return budget(name, Selector.of(app(app)), terms);
    }

    static BudgetTerms minAvailable(String amount) {
        return new BudgetTerms(BudgetTerms.Measure.MIN_AVAILABLE, amount);
    }
}
