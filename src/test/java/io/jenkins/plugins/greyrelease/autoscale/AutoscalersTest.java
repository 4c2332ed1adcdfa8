package io.jenkins.plugins.greyrelease.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AutoscalersTest {
    private static final Map<String, Object> TO_CART = Map.of("scaleTargetRef", Map.of("name", "cart"));

    private static Autoscalers of(List<HorizontalPodAutoscaler> hpas, List<GenericKubernetesResource> kedas) {
        return Autoscalers.of(hpas, kedas, List.of(), HpaSamples.deployment());
    }

    private static HorizontalPodAutoscaler named(String name) {
        return HpaSamples.cart()
                .edit()
                .editMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    @Test
    void noneWhenNothingPointsAtTheDeployment() {
        HorizontalPodAutoscaler other = HpaSamples.cart()
                .edit()
                .editSpec()
                .editScaleTargetRef()
                .withName("web")
                .endScaleTargetRef()
                .endSpec()
                .build();
        HorizontalPodAutoscaler statefulSet = HpaSamples.cart()
                .edit()
                .editSpec()
                .editScaleTargetRef()
                .withKind("StatefulSet")
                .endScaleTargetRef()
                .endSpec()
                .build();
        HorizontalPodAutoscaler elsewhere = HpaSamples.cart()
                .edit()
                .editMetadata()
                .withNamespace("web")
                .endMetadata()
                .build();

        assertThat(of(List.of(other, statefulSet, elsewhere), List.of())).isEqualTo(new Autoscalers.None());
    }

    @Test
    void oneHpaWithItsBoundsAlsoWhileFrozen() {
        HorizontalPodAutoscaler hpa = HpaSamples.cart();
        FreezeMove.Write freeze = (FreezeMove.Write) AutoscalerFreeze.freeze(hpa, "r1");

        Autoscalers.Hpa before = (Autoscalers.Hpa) of(List.of(hpa), List.of());
        Autoscalers.Hpa frozen = (Autoscalers.Hpa) of(List.of(MergePatches.apply(hpa, freeze.patch())), List.of());

        assertThat(List.of(before.min(), before.max())).containsExactly(3, 30);
        assertThat(List.of(frozen.min(), frozen.max())).containsExactly(3, 30);
        assertThat(frozen.state()).isEqualTo(new FreezeState.Frozen("r1"));
    }

    @Test
    void twoHpasAreAConflictThatNamesBoth() {
        Autoscalers.Conflict conflict = (Autoscalers.Conflict) of(List.of(named("a"), named("b")), List.of());

        assertThat(conflict.reason())
                .isEqualTo("two autoscalers scale it: HorizontalPodAutoscaler shop/a, HorizontalPodAutoscaler shop/b:"
                        + " keep one of them");
    }

    @Test
    void kedaAndTheHpaItMadeAreOneAutoscaler() {
        HorizontalPodAutoscaler made = named("keda-hpa-cart-scaler")
                .edit()
                .editMetadata()
                .addNewOwnerReference()
                .withKind("ScaledObject")
                .withName("cart-scaler")
                .endOwnerReference()
                .endMetadata()
                .build();

        Autoscalers found = of(List.of(made), List.of(HpaSamples.keda(TO_CART)));

        assertThat(found).isInstanceOf(Autoscalers.Keda.class);
        Autoscalers.Keda keda = (Autoscalers.Keda) found;
        assertThat(List.of(keda.min(), keda.max())).containsExactly(0, 100);
        assertThat(of(List.of(named("own")), List.of(HpaSamples.keda(TO_CART))))
                .isInstanceOf(Autoscalers.Conflict.class);
    }

    @Test
    void kedaHeldAtANumberByItsOwnerIsAConflict() {
        GenericKubernetesResource held = new GenericKubernetesResourceBuilder(HpaSamples.keda(TO_CART))
                .editMetadata()
                .addToAnnotations("autoscaling.keda.sh/paused-replicas", "4")
                .endMetadata()
                .build();

        assertThat(((Autoscalers.Conflict) of(List.of(), List.of(held))).reason())
                .contains("ScaledObject shop/cart-scaler holds it at 4 replicas");
    }

    @Test
    void aVerticalAutoscalerThatRestartsPodsIsAConflictAndOneThatOnlyAdvisesIsNot() {
        Map<String, Object> target = Map.of("kind", "Deployment", "apiVersion", "apps/v1", "name", "cart");
        for (String mode : List.of("Auto", "Recreate", "InPlaceOrRecreate")) {
            GenericKubernetesResource vpa =
                    HpaSamples.vpa(Map.of("targetRef", target, "updatePolicy", Map.of("updateMode", mode)));
            assertThat(Autoscalers.of(List.of(), List.of(), List.of(vpa), HpaSamples.deployment())
                            .toString())
                    .contains("VerticalPodAutoscaler shop/cart-scaler is in mode " + mode);
        }
        assertThat(Autoscalers.of(
                        List.of(),
                        List.of(),
                        List.of(HpaSamples.vpa(Map.of("targetRef", target))),
                        HpaSamples.deployment()))
                .isInstanceOf(Autoscalers.Conflict.class);
        for (String mode : List.of("Off", "Initial")) {
            GenericKubernetesResource vpa =
                    HpaSamples.vpa(Map.of("targetRef", target, "updatePolicy", Map.of("updateMode", mode)));
            assertThat(Autoscalers.of(List.of(), List.of(), List.of(vpa), HpaSamples.deployment()))
                    .isEqualTo(new Autoscalers.None());
        }
    }
}
