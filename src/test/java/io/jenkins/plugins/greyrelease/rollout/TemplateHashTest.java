package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateHashTest {

    @Test
    void theDeploymentControllersOwnLabelDoesNotCount() {
        PodTemplateSpec hashed = new PodTemplateSpecBuilder(template("1"))
                .editMetadata()
                .addToLabels("pod-template-hash", "5d8f")
                .endMetadata()
                .build();
        assertThat(TemplateHash.same(template("1"), hashed)).isTrue();
        assertThat(TemplateHash.of(hashed))
                .isEqualTo(TemplateHash.of(template("1")))
                .hasSize(16);
        assertThat(TemplateHash.withoutHash(hashed)).isEqualTo(template("1"));
    }

    @Test
    void quantitiesCountByTheirValue() {
        assertThat(TemplateHash.same(template("1"), template("1000m"))).isTrue();
        assertThat(TemplateHash.same(template("1"), template("1001m"))).isFalse();
    }

    @Test
    void emptyAndAbsentListsAndMapsAreTheSame() {
        PodTemplateSpec empty = new PodTemplateSpecBuilder(template("1"))
                .editMetadata()
                .withAnnotations(Map.of())
                .endMetadata()
                .editSpec()
                .withTolerations(List.of())
                .endSpec()
                .build();
        assertThat(TemplateHash.same(template("1"), empty)).isTrue();
    }

    @Test
    void anEmptyObjectIsNotAnAbsentOne() {
        PodTemplateSpec with = new PodTemplateSpecBuilder(template("1"))
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .withEmptyDir(new EmptyDirVolumeSource())
                .endVolume()
                .endSpec()
                .build();
        PodTemplateSpec without = new PodTemplateSpecBuilder(template("1"))
                .editSpec()
                .addNewVolume()
                .withName("scratch")
                .endVolume()
                .endSpec()
                .build();
        assertThat(TemplateHash.same(with, without)).isFalse();
    }

    private static PodTemplateSpec template(String cpu) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Map.of("app", "cart"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("cart")
                .withImage("cart:v1")
                .withNewResources()
                .withLimits(Map.of("cpu", new Quantity(cpu)))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }
}
