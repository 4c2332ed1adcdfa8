package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;

class TemplateChangesTest {

    private static PodTemplateSpecBuilder template(String image, String secret, String memory) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("cart")
                .withImage(image)
                .addNewEnv()
                .withName("PASSWORD")
                .withValue(secret)
                .endEnv()
                .withNewResources()
                .addToRequests("memory", new Quantity(memory))
                .endResources()
                .endContainer()
                .endSpec();
    }

    @Test
    void imagesAndResourcesAreShownAndOfTheRestOnlyThatItChanged() {
        PodTemplateSpec before = template("shop/cart:1", "s3cret", "64Mi").build();
        PodTemplateSpec after = template("shop/cart:2", "0ther", "128Mi")
                .editSpec()
                .addToContainers(0, new ContainerBuilder().withName("proxy").build())
                .endSpec()
                .editMetadata()
                .addToAnnotations("team", "shop")
                .endMetadata()
                .build();

        assertThat(TemplateChanges.of(before, after))
                .containsExactly(
                        "metadata.annotations: added",
                        "spec.containers.cart.env.PASSWORD: changed",
                        "spec.containers.cart.image: shop/cart:1 → shop/cart:2",
                        "spec.containers.cart.resources.requests.memory: 64Mi → 128Mi",
                        "spec.containers.proxy: added")
                .noneMatch(line -> line.contains("s3cret") || line.contains("0ther"));
        assertThat(TemplateChanges.of(before, before)).isEmpty();
    }
}
