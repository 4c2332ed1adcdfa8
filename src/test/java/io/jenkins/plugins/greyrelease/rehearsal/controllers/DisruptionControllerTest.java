package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisruptionControllerTest {
    private final HpaWorld world = new HpaWorld();

    private void budget(String name, IntOrString min, IntOrString max) {
        world.api.create(
                "test",
                Kind.PDB,
                new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withMinAvailable(min)
                        .withMaxUnavailable(max)
                        .withNewSelector()
                        .addToMatchLabels("app", "cart")
                        .endSelector()
                        .endSpec()
                        .build());
        world.run(Duration.ofSeconds(1));
    }

    private PodDisruptionBudgetStatus status(String name) {
        PodDisruptionBudget pdb = world.api.get(Kind.PDB, "shop", name);
        return pdb.getStatus();
    }

    private static List<Integer> numbers(PodDisruptionBudgetStatus status) {
        return List.of(
                status.getCurrentHealthy(),
                status.getDesiredHealthy(),
                status.getExpectedPods(),
                status.getDisruptionsAllowed());
    }

    private String pod(int index) {
        return world.api.list(Kind.POD, "shop", null).get(index).getMetadata().getName();
    }

    private void evict(String pod) {
        world.api.evict("drain", "shop", pod, DeleteOptions.BACKGROUND);
    }

    @Test
    void countsAPercentageOfAllControllersAndRoundsUp() {
        world.deployment("cart", 10);
        world.deployment("cart-r1", 1);
        budget("cart", null, new IntOrString("25%"));

        assertThat(numbers(status("cart"))).containsExactly(11, 8, 11, 3);
        assertThat(status("cart").getConditions().get(0).getReason()).isEqualTo("SufficientPods");
    }

    @Test
    void countsAMinimumOverThePodsThatAreThere() {
        world.deployment("cart", 10);
        budget("cart", new IntOrString(9), null);
        assertThat(numbers(status("cart"))).containsExactly(10, 9, 10, 1);

        world.api.scale("test", Kind.DEPLOYMENT, "shop", "cart", 8);
        world.run(Duration.ofSeconds(1));

        assertThat(numbers(status("cart"))).containsExactly(8, 9, 8, 0);
        assertThat(status("cart").getConditions().get(0).getReason()).isEqualTo("InsufficientPods");
    }

    @Test
    void evictionSpendsFromTheBudgetAndIsThenRefusedWithItsReason() {
        world.deployment("cart", 3);
        budget("cart", null, new IntOrString(1));
        evict(pod(0));

        assertThatThrownBy(() -> evict(pod(1)))
                .isInstanceOfSatisfying(KubeException.class, e -> assertThat(e.reason())
                        .isEqualTo(KubeException.Reason.TOO_MANY_REQUESTS))
                .hasMessageContaining("violate the pod's disruption budget")
                .hasMessageContaining("The disruption budget cart needs 2 healthy pods and has 3 currently");
    }

    @Test
    void aBudgetOfZeroNeverLetsAPodGo() {
        world.deployment("cart", 3);
        budget("cart", null, new IntOrString(0));

        assertThatThrownBy(() -> evict(pod(0))).hasMessageContaining("429");
        assertThat(world.api.list(Kind.POD, "shop", null)).hasSize(3);
    }

    @Test
    void twoBudgetsOnAPodAreAServerError() {
        world.deployment("cart", 3);
        budget("cart", null, new IntOrString(1));
        budget("other", null, new IntOrString(1));

        assertThatThrownBy(() -> evict(pod(0)))
                .isInstanceOfSatisfying(
                        KubeException.class, e -> assertThat(e.status()).isEqualTo(500))
                .hasMessageContaining("more than one PodDisruptionBudget");
    }

    @Test
    void podsWithoutABudgetMayGo() {
        world.deployment("cart", 3);
        world.run(Duration.ofSeconds(1));

        evict(pod(0));

        assertThat(world.api.list(Kind.POD, "shop", null)).hasSize(2);
    }

    /** A ready pod of {@code cart} that no Deployment made. */
    private void pod(OwnerReference... owners) {
        PodTemplateSpec template = template();
        Pod created = world.api.create(
                "test",
                Kind.POD,
                new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("lone")
                        .withLabels(template.getMetadata().getLabels())
                        .withOwnerReferences(owners)
                        .endMetadata()
                        .withSpec(template.getSpec())
                        .build());
        world.api.updateStatus(
                "test",
                Kind.POD,
                created.edit()
                        .withNewStatus()
                        .withPhase("Running")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build());
    }

    private static PodTemplateSpec template() {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", "cart")
                .addToLabels("of", "nobody")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("server")
                .withImage("cart:v1")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void podsWithoutAControllerCountAsHealthyButNotAsExpected() {
        world.deployment("cart", 2);
        pod();
        budget("cart", null, new IntOrString("50%"));

        assertThat(numbers(status("cart"))).containsExactly(3, 1, 2, 2);
    }

    @Test
    void podsOfADaemonSetCannotBeCountedAndNoneMayGo() {
        world.deployment("cart", 3);
        pod(Owners.reference(
                Kind.DAEMON_SET,
                world.api.create(
                        "test",
                        Kind.DAEMON_SET,
                        new DaemonSetBuilder()
                                .withNewMetadata()
                                .withNamespace("shop")
                                .withName("owner")
                                .endMetadata()
                                .withNewSpec()
                                .withSelector(Selector.of(Map.of("app", "cart")))
                                .withTemplate(template())
                                .endSpec()
                                .build())));
        budget("cart", null, new IntOrString("50%"));

        assertThat(status("cart").getDisruptionsAllowed()).isZero();
        assertThat(status("cart").getConditions()).singleElement().satisfies(condition -> {
            assertThat(condition.getReason()).isEqualTo("SyncFailed");
            assertThat(condition.getMessage()).isEqualTo("daemonsets.apps does not implement the scale subresource");
        });
        assertThatThrownBy(() -> evict(pod(0))).hasMessageContaining("is still being processed by the server");
    }

    @Test
    void podsOfAStatefulSetCountAsItsReplicas() {
        pod(Owners.reference(
                Kind.STATEFUL_SET,
                world.api.create(
                        "test",
                        Kind.STATEFUL_SET,
                        new StatefulSetBuilder()
                                .withNewMetadata()
                                .withNamespace("shop")
                                .withName("owner")
                                .endMetadata()
                                .withNewSpec()
                                .withReplicas(4)
                                .withSelector(Selector.of(Map.of("app", "cart")))
                                .withTemplate(template())
                                .endSpec()
                                .build())));
        budget("cart", null, new IntOrString("25%"));

        assertThat(numbers(status("cart"))).containsExactly(1, 3, 4, 0);
    }
}
