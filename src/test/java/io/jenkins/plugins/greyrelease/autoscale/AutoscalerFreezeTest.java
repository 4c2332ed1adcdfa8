package io.jenkins.plugins.greyrelease.autoscale;

import static io.jenkins.plugins.greyrelease.autoscale.MergePatches.apply;
import static io.jenkins.plugins.greyrelease.autoscale.MergePatches.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AutoscalerFreezeTest {

    @Provide
    Arbitrary<HorizontalPodAutoscaler> hpas() {
        return HpaSamples.any();
    }

    @Property(tries = 300)
    void thawUndoesFreezeForAnyHpa(@ForAll("hpas") HorizontalPodAutoscaler hpa) {
        HorizontalPodAutoscaler frozen = written(hpa, AutoscalerFreeze.freeze(hpa, "r1"));

        assertThat(tree(written(frozen, AutoscalerFreeze.thaw(frozen)))).isEqualTo(tree(hpa));
    }

    @Property(tries = 300)
    void thawUndoesFreezeAlthoughTheServerFillsInDefaults(@ForAll("hpas") HorizontalPodAutoscaler hpa) {
        HorizontalPodAutoscaler stored = asStored(hpa);
        HorizontalPodAutoscaler frozen = asStored(written(stored, AutoscalerFreeze.freeze(stored, "r1")));

        assertThat(AutoscalerFreeze.state(frozen)).isEqualTo(new FreezeState.Frozen("r1"));
        FreezeMove.Write thaw = (FreezeMove.Write) AutoscalerFreeze.thaw(frozen);
        assertThat(thaw.kept()).isEmpty();
        assertThat(tree(asStored(apply(frozen, thaw.patch())))).isEqualTo(tree(stored));
    }

    @Property(tries = 100)
    void aFrozenHpaHasMinimumOneAndBothDirectionsOff(@ForAll("hpas") HorizontalPodAutoscaler hpa) {
        HorizontalPodAutoscaler frozen = written(hpa, AutoscalerFreeze.freeze(hpa, "r1"));

        assertThat(frozen.getSpec().getMinReplicas()).isEqualTo(1);
        assertThat(frozen.getSpec().getBehavior().getScaleUp().getSelectPolicy())
                .isEqualTo("Disabled");
        assertThat(frozen.getSpec().getBehavior().getScaleDown().getSelectPolicy())
                .isEqualTo("Disabled");
        assertThat(frozen.getSpec().getMaxReplicas()).isEqualTo(hpa.getSpec().getMaxReplicas());
        assertThat(AutoscalerFreeze.frozenBy(frozen)).contains("r1");
    }

    @Test
    void freezeIsOnePatchGuardedByTheResourceVersion() {
        FreezeMove.Write write = (FreezeMove.Write) AutoscalerFreeze.freeze(HpaSamples.cart(), "r1");

        JsonNode body = tree(apply(HpaSamples.cart(), write.patch()));
        assertThat(write.patch().body()).contains("\"resourceVersion\":\"41\"");
        assertThat(body.at("/metadata/annotations/grey-release~1autoscaler-originals")
                        .asText())
                .startsWith("{\"release\":\"r1\",\"before\":{\"minReplicas\":3},\"rest\":\"");
    }

    @Test
    void thawRemovesABehaviorThatWasAbsentAndTheAnnotation() {
        HorizontalPodAutoscaler frozen =
                asStored(written(HpaSamples.cart(), AutoscalerFreeze.freeze(HpaSamples.cart(), "r1")));

        FreezeMove.Write thaw = (FreezeMove.Write) AutoscalerFreeze.thaw(frozen);

        assertThat(thaw.patch().body())
                .isEqualTo("{\"spec\":{\"behavior\":null,\"minReplicas\":3},\"metadata\":{\"resourceVersion\":\"41\","
                        + "\"annotations\":{\"grey-release/autoscaler-originals\":null}}}");
    }

    @Test
    void freezingTwiceByOneReleaseIsNothingAndByAnotherIsRefused() {
        HorizontalPodAutoscaler frozen = written(HpaSamples.cart(), AutoscalerFreeze.freeze(HpaSamples.cart(), "r1"));

        assertThat(AutoscalerFreeze.freeze(frozen, "r1")).isEqualTo(new FreezeMove.Nothing());
        assertThat(AutoscalerFreeze.freeze(frozen, "r2"))
                .isEqualTo(new FreezeMove.Refuse("HorizontalPodAutoscaler shop/cart is frozen by release r1, not by r2:"
                        + " finish or roll back that release first"));
    }

    @Test
    void thawingWhatIsNotFrozenIsNothing() {
        assertThat(AutoscalerFreeze.thaw(HpaSamples.cart())).isEqualTo(new FreezeMove.Nothing());
        assertThat(AutoscalerFreeze.state(HpaSamples.cart())).isEqualTo(new FreezeState.Free());
    }

    @Test
    void aForeignEditIsSeenAndSurvivesTheThaw() {
        HorizontalPodAutoscaler frozen =
                asStored(written(HpaSamples.cart(), AutoscalerFreeze.freeze(HpaSamples.cart(), "r1")));
        HorizontalPodAutoscaler edited = frozen.edit()
                .editSpec()
                .withMinReplicas(6)
                .withMaxReplicas(50)
                .endSpec()
                .build();

        assertThat(AutoscalerFreeze.state(edited))
                .isEqualTo(new FreezeState.Edited(
                        "r1",
                        List.of(
                                "minReplicas is 6, the freeze had set 1",
                                "maxReplicas, metrics or scaleTargetRef changed since the freeze")));
        FreezeMove.Write thaw = (FreezeMove.Write) AutoscalerFreeze.thaw(edited);
        HorizontalPodAutoscaler thawed = apply(edited, thaw.patch());
        assertThat(thaw.kept()).containsExactly("minReplicas is 6, the freeze had set 1");
        assertThat(thawed.getSpec().getMinReplicas()).isEqualTo(6);
        assertThat(thawed.getSpec().getMaxReplicas()).isEqualTo(50);
        assertThat(thawed.getSpec().getBehavior()).isNull();
    }

    @Test
    void aForeignBehaviorStaysButSwitchesThatAreStillOffGoBack() {
        HorizontalPodAutoscaler frozen =
                asStored(written(HpaSamples.cart(), AutoscalerFreeze.freeze(HpaSamples.cart(), "r1")));
        HorizontalPodAutoscaler edited = frozen.edit()
                .editSpec()
                .editBehavior()
                .editScaleDown()
                .withStabilizationWindowSeconds(600)
                .endScaleDown()
                .endBehavior()
                .endSpec()
                .build();

        FreezeMove.Write thaw = (FreezeMove.Write) AutoscalerFreeze.thaw(edited);
        HorizontalPodAutoscaler thawed = asStored(apply(edited, thaw.patch()));

        assertThat(thaw.kept()).containsExactly("behavior is not as the freeze had set it");
        assertThat(thawed.getSpec().getBehavior().getScaleDown().getStabilizationWindowSeconds())
                .isEqualTo(600);
        assertThat(thawed.getSpec().getBehavior().getScaleDown().getSelectPolicy())
                .isEqualTo("Max");
        assertThat(thawed.getSpec().getBehavior().getScaleUp().getSelectPolicy())
                .isEqualTo("Max");
    }

    @Test
    void anAnnotationThatCannotBeReadStopsBothWays() {
        for (String text : new String[] {
            "{", "{}", "[]", "{\"release\":\"r\",\"before\":{\"behavior\":{\"scaleUp\":[4]}},\"rest\":\"\"}"
        }) {
            HorizontalPodAutoscaler broken = HpaSamples.cart()
                    .edit()
                    .editMetadata()
                    .addToAnnotations(AutoscalerFreeze.ORIGINALS, text)
                    .endMetadata()
                    .build();

            assertThat(AutoscalerFreeze.state(broken)).isInstanceOf(FreezeState.Unreadable.class);
            assertThat(AutoscalerFreeze.thaw(broken)).isInstanceOf(FreezeMove.Refuse.class);
            assertThat(AutoscalerFreeze.freeze(broken, "r1").toString())
                    .contains("HorizontalPodAutoscaler shop/cart: annotation grey-release/autoscaler-originals cannot")
                    .contains("remove the annotation");
            assertThat(AutoscalerFreeze.frozenBy(broken)).isEmpty();
        }
    }

    @Test
    void kedaIsPausedWithItsOwnAnnotationAndGivenBack() {
        GenericKubernetesResource keda = HpaSamples.keda(Map.of("scaleTargetRef", Map.of("name", "cart")));

        GenericKubernetesResource frozen = written(keda, AutoscalerFreeze.freeze(keda, "r1"));

        assertThat(frozen.getMetadata().getAnnotations()).containsEntry("autoscaling.keda.sh/paused", "true");
        assertThat(AutoscalerFreeze.state(frozen)).isEqualTo(new FreezeState.Frozen("r1"));
        assertThat(tree(written(frozen, AutoscalerFreeze.thaw(frozen)))).isEqualTo(tree(keda));
    }

    @Test
    void kedaPausedByItsOwnerIsStillPausedAfterwards() {
        GenericKubernetesResource keda = annotated(
                HpaSamples.keda(Map.of("scaleTargetRef", Map.of("name", "cart"))),
                "autoscaling.keda.sh/paused",
                "true");

        GenericKubernetesResource frozen = written(keda, AutoscalerFreeze.freeze(keda, "r1"));

        assertThat(tree(written(frozen, AutoscalerFreeze.thaw(frozen)))).isEqualTo(tree(keda));
    }

    @Test
    void kedaUnpausedOrEditedBySomebodyIsSeenAndKept() {
        GenericKubernetesResource keda = HpaSamples.keda(Map.of("scaleTargetRef", Map.of("name", "cart")));
        GenericKubernetesResource frozen = written(keda, AutoscalerFreeze.freeze(keda, "r1"));
        GenericKubernetesResource edited = annotated(frozen, "autoscaling.keda.sh/paused", "false");

        assertThat(AutoscalerFreeze.state(edited))
                .isEqualTo(new FreezeState.Edited(
                        "r1", List.of("annotation autoscaling.keda.sh/paused is false, the freeze had set true")));
        GenericKubernetesResource thawed = written(edited, AutoscalerFreeze.thaw(edited));
        assertThat(thawed.getMetadata().getAnnotations()).isEqualTo(Map.of("autoscaling.keda.sh/paused", "false"));
        assertThat(AutoscalerFreeze.state(annotated(frozen, "autoscaling.keda.sh/paused-replicas", "0")))
                .isInstanceOf(FreezeState.Edited.class);
    }

    private static GenericKubernetesResource annotated(GenericKubernetesResource object, String name, String value) {
        return new GenericKubernetesResourceBuilder(object)
                .editMetadata()
                .addToAnnotations(name, value)
                .endMetadata()
                .build();
    }

    private static <T extends HasMetadata> T written(T object, FreezeMove move) {
        return apply(object, ((FreezeMove.Write) move).patch());
    }

    private static HorizontalPodAutoscaler asStored(HorizontalPodAutoscaler hpa) {
        return hpa.edit()
                .editSpec()
                .withMinReplicas(
                        hpa.getSpec().getMinReplicas() == null
                                ? 1
                                : hpa.getSpec().getMinReplicas())
                .withBehavior(BehaviorDefaults.fill(hpa.getSpec().getBehavior()))
                .endSpec()
                .build();
    }
}
