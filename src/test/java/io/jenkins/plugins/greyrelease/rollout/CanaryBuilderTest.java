package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryBuilderTest {

    private static Deployment canary(World world) {
        Terms terms = Run.terms("cart:v2", 1, 0);
        return CanaryBuilder.build(View.of(world.seen(terms), new Goal.Grow(1, 1), terms));
    }

    @Test
    void hasNoPodsTheSameSelectorAndThePodLabelsOfStable() {
        World world = World.of(3, "cart:v1");
        world.edit("cart", d -> d.editSpec()
                .withRevisionHistoryLimit(3)
                .withNewStrategy()
                .withType("RollingUpdate")
                .endStrategy()
                .endSpec());
        Deployment canary = canary(world);
        assertThat(canary.getMetadata().getName()).isEqualTo("cart-x7f2");
        assertThat(canary.getMetadata().getNamespace()).isEqualTo(World.NS);
        assertThat(canary.getSpec().getReplicas()).isZero();
        assertThat(canary.getSpec().getSelector())
                .isEqualTo(world.stable().getSpec().getSelector());
        assertThat(canary.getSpec().getTemplate()).isEqualTo(Fixtures.template("cart:v2"));
        assertThat(canary.getSpec().getStrategy())
                .isEqualTo(world.stable().getSpec().getStrategy());
        assertThat(canary.getSpec().getRevisionHistoryLimit()).isEqualTo(3);
        assertThat(canary.getMetadata().getAnnotations()).containsEntry(CanaryBuilder.SYNC_OPTIONS, "Prune=false");
    }

    @Test
    void waitsAsLongAsWasAgreedUntilAPodCounts() {
        World world = World.of(3, "cart:v1");
        Terms t = Run.terms("cart:v2", 1, 0);
        Terms terms = new TermsLike(t).minReady(Duration.ofSeconds(45)).build();
        Deployment canary = CanaryBuilder.build(View.of(world.seen(terms), new Goal.Grow(1, 1), terms));
        assertThat(canary.getSpec().getMinReadySeconds()).isEqualTo(45);
    }

    @Test
    void leavesBehindWhatMakesOtherControllersTakeItForTheirs() {
        World world = World.of(3, "cart:v1");
        world.edit("cart", d -> d.editMetadata()
                .addToLabels(Map.of(
                        "team", "shop",
                        "app.kubernetes.io/instance", "cart-prod",
                        "app.kubernetes.io/managed-by", "Helm",
                        "kustomize.toolkit.fluxcd.io/name", "apps",
                        "helm.sh/chart", "cart-1.2"))
                .addToAnnotations(Map.of(
                        "contact", "shop@example",
                        "kubectl.kubernetes.io/last-applied-configuration", "{}",
                        "deployment.kubernetes.io/revision", "7",
                        "argocd.argoproj.io/tracking-id", "cart",
                        "meta.helm.sh/release-name", "cart"))
                .addToFinalizers("example.com/keep")
                .addNewOwnerReference()
                .withUid("u")
                .endOwnerReference()
                .endMetadata());
        Deployment canary = canary(world);
        assertThat(canary.getMetadata().getLabels().keySet())
                .filteredOn(key -> !key.startsWith("grey-release/"))
                .containsExactlyInAnyOrder("app", "team");
        assertThat(canary.getMetadata().getAnnotations())
                .containsOnlyKeys("contact", "argocd.argoproj.io/sync-options");
        assertThat(canary.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(canary.getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void keepsTheInstanceLabelWhereTheSelectorNeedsIt() {
        String key = "app.kubernetes.io/instance";
        assertThat(CanaryBuilder.allowed(Map.of(key, "cart-prod"), Selector.of(Map.of(key, "cart-prod"))))
                .containsEntry(key, "cart-prod");
        assertThat(CanaryBuilder.allowed(Map.of(key, "cart-prod"), Selector.of(Map.of("app", "cart"))))
                .isEmpty();
        assertThat(CanaryBuilder.allowed(null, Selector.of(Map.of()))).isEmpty();
    }
}
