package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodOwnersTest {
    private static final Deployment STABLE = deployment("cart", Map.of());
    private static final Deployment CANARY =
            deployment("cart-r1", Map.of(Labels.TRACK, "canary", Labels.RELEASE, "r1"));

    private static Deployment deployment(String name, Map<String, String> labels) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "cart")
                .endSelector()
                .endSpec()
                .build();
    }

    private static ReplicaSet set(String deployment) {
        ReplicaSetBuilder set = new ReplicaSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("cart-r1-abc")
                .addToLabels("app", "cart")
                .endMetadata();
        return deployment.isEmpty()
                ? set.build()
                : set.editMetadata()
                        .addNewOwnerReference()
                        .withKind("Deployment")
                        .withName(deployment)
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build();
    }

    private static Pod pod(String kind, String owner) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("p")
                .addNewOwnerReference()
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    private static final Pod CARTS = pod("ReplicaSet", "cart-r1-abc");

    @Test
    void podsOfTheCanaryAreTheAppsOwn() {
        PodOwners owners = new PodOwners(Map.of("shop/cart", STABLE, "shop/cart-r1", CANARY), List.of(set("cart-r1")));
        assertThat(owners.app(CARTS)).isEqualTo("shop/cart");
        assertThat(owners.apart(CARTS)).isFalse();
        assertThat(owners.setsOf("shop/cart")).hasSize(1);
    }

    @Test
    void aReplicaSetThatNobodyOwnsIsOfTheDeploymentThatWillAdoptIt() {
        PodOwners owners = new PodOwners(Map.of("shop/cart", STABLE), List.of(set("")));
        assertThat(owners.app(CARTS)).isEqualTo("shop/cart");
        assertThat(owners.apart(CARTS)).isFalse();
        PodOwners alone = new PodOwners(Map.of(), List.of(set("")));
        assertThat(alone.app(CARTS)).isEqualTo("shop/ReplicaSet/cart-r1-abc");
        assertThat(alone.apart(CARTS)).isTrue();
    }

    @Test
    void whatNoWatchHasShownYetProvesNothing() {
        PodOwners nothing = new PodOwners(Map.of(), List.of());
        assertThat(nothing.apart(CARTS)).isFalse();
        PodOwners noDeployment = new PodOwners(Map.of(), List.of(set("cart-r1")));
        assertThat(noDeployment.apart(CARTS)).isFalse();
        assertThat(nothing.apart(pod("StatefulSet", "db"))).isTrue();
        assertThat(nothing.app(pod("StatefulSet", "db"))).isEqualTo("shop/StatefulSet/db");
    }
}
