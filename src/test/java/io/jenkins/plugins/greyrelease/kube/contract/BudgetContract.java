package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What disruption budgets are counted to, and what they refuse. Does not check: what becomes of an evicted pod. */
interface BudgetContract extends Port {

    @Test
    default void aBudgetThatLetsNoneGoSaysWhatItNeeds() {
        createReady(running("cart"));
        budget("cart", Selector.of(Map.of("app", "cart")), new IntOrString(0));
        untilCounted("cart", 3, 3, 0);

        KubeException refusal = refusal(evictOne());
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
        assertThat(refusal.answer())
                .contains("Cannot evict pod as it would violate the pod's disruption budget.")
                .contains("The disruption budget cart needs 3 healthy pods and has 3 currently");
        assertThat(condition("cart")).isEqualTo("False InsufficientPods");
    }

    @Test
    default void twoBudgetsOnAPodAreAnErrorOfTheServer() {
        createReady(running("cart"));
        budget("cart", Selector.of(Map.of("app", "cart")), new IntOrString("50%"));
        budget("also", Selector.of(Map.of("app", "cart")), new IntOrString("50%"));

        KubeException refusal = refusal(evictOne());
        assertThat(refusal.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(refusal.status()).isEqualTo(500);
        assertThat(refusal.answer()).contains("more than one PodDisruptionBudget");
    }

    @Test
    default void anEmptySelectorCoversEveryPodAndAnAbsentOneNone() {
        createReady(running("cart"));
        budget("all", new LabelSelector(), new IntOrString("50%"));
        budget("none", null, new IntOrString("50%"));

        untilCounted("all", 3, 1, 2);
        untilCounted("none", 0, 0, 0);
        assertThat(condition("all")).isEqualTo("True SufficientPods");
        answer(evictOne());
    }

    @Test
    default void aBudgetThatCannotBeIsRefusedAndADryRunStoresNothing() {
        assertThat(refusal(create(of("cart", new LabelSelector(), new IntOrString("101%")), WriteOptions.FOR_REAL))
                        .reason())
                .isEqualTo(Reason.INVALID);
        answer(create(of("cart", new LabelSelector(), new IntOrString("50%")), WriteOptions.DRY_RUN));

        assertThat(refusal(cluster().get(Kind.PDB, ns(), "cart")).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    private PodDisruptionBudget of(String name, LabelSelector selector, IntOrString max) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(ns())
                .endMetadata()
                .withNewSpec()
                .withMaxUnavailable(max)
                .withSelector(selector)
                .endSpec()
                .build();
    }

    private CompletableFuture<PodDisruptionBudget> create(PodDisruptionBudget budget, WriteOptions options) {
        return cluster().create(Kind.PDB, budget, options);
    }

    private void budget(String name, LabelSelector selector, IntOrString max) {
        answer(create(of(name, selector, max), WriteOptions.FOR_REAL));
    }

    private PodDisruptionBudgetStatus status(String name) {
        return answer(cluster().get(Kind.PDB, ns(), name)).getStatus();
    }

    private String condition(String name) {
        var condition = status(name).getConditions().get(0);
        return condition.getStatus() + " " + condition.getReason();
    }

    private void untilCounted(String name, int expected, int needed, int allowed) {
        until("budget " + name + " to be counted", () -> {
            PodDisruptionBudgetStatus status = status(name);
            return status != null
                    && Integer.valueOf(expected).equals(status.getExpectedPods())
                    && Integer.valueOf(needed).equals(status.getDesiredHealthy())
                    && Integer.valueOf(allowed).equals(status.getDisruptionsAllowed());
        });
    }

    private CompletableFuture<Void> evictOne() {
        Pod pod = answer(cluster().list(Kind.POD, ns(), Selector.of(Map.of("app", "cart"))))
                .items()
                .get(0);
        return cluster().evict(ns(), pod.getMetadata().getName(), DeleteOptions.BACKGROUND);
    }
}
