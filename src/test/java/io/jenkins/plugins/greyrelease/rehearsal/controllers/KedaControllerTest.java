package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Load;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KedaControllerTest {
    private static final String HPA = "keda-hpa-cart";
    private final HpaWorld world = new HpaWorld();

    @BeforeEach
    void tenPodsScaledByKeda() {
        world.deployment("cart", 10);
        world.api.create(
                "kubectl",
                Kind.SCALED_OBJECT,
                new GenericKubernetesResourceBuilder()
                        .withApiVersion("keda.sh/v1alpha1")
                        .withKind("ScaledObject")
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("cart")
                        .endMetadata()
                        .addToAdditionalProperties(
                                "spec",
                                Map.of(
                                        "scaleTargetRef",
                                        Map.of("name", "cart"),
                                        "maxReplicaCount",
                                        40,
                                        "triggers",
                                        List.of(Map.of(
                                                "type",
                                                "prometheus",
                                                "metadata",
                                                Map.of("query", "sum(rate(http_requests[1m]))", "threshold", "50")))))
                        .build());
        world.load.put("shop", "cart", new Load("s0-prometheus", LoadTrace.constant(500), Sharing.SHARED));
        world.run(Duration.ofSeconds(1));
    }

    private void annotate(String json) {
        world.api.patch(
                "grey-release",
                Kind.SCALED_OBJECT,
                "shop",
                "cart",
                Patch.merge("{\"metadata\":{\"annotations\":" + json + "}}"));
        world.run(Duration.ofSeconds(1));
    }

    private boolean hasHpa() {
        return !world.api.list(Kind.HPA, "shop", null).isEmpty();
    }

    @Test
    void makesAnHpaThatItOwnsAndThatFollowsTheTrigger() {
        assertThat(world.hpa(HPA).getMetadata().getOwnerReferences().get(0).getKind())
                .isEqualTo("ScaledObject");
        world.load.times(3, world.time.elapsed());

        world.run(Duration.ofMinutes(3));

        assertThat(world.replicas("cart")).isEqualTo(30);
    }

    @Test
    void takesTheHpaAwayWhilePausedAndMakesItAgain() {
        annotate("{\"autoscaling.keda.sh/paused\":\"true\"}");
        assertThat(hasHpa()).isFalse();
        world.load.times(3, world.time.elapsed());
        world.run(Duration.ofMinutes(3));
        assertThat(world.replicas("cart")).isEqualTo(10);

        annotate("{\"autoscaling.keda.sh/paused\":null}");
        world.run(Duration.ofMinutes(3));

        assertThat(hasHpa()).isTrue();
        assertThat(world.replicas("cart")).isEqualTo(30);
    }

    @Test
    void holdsThePausedReplicas() {
        annotate("{\"autoscaling.keda.sh/paused-replicas\":\"4\"}");

        assertThat(world.replicas("cart")).isEqualTo(4);
        assertThat(hasHpa()).isFalse();
    }

    @Test
    void makesTheHpaAgainWhenSomebodyDeletesIt() {
        world.api.delete("kubectl", Kind.HPA, "shop", HPA, DeleteOptions.BACKGROUND);
        world.run(Duration.ofSeconds(1));

        assertThat(hasHpa()).isTrue();
    }
}
