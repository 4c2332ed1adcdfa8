package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.DeploymentMath.Fenceposts;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentMathTest {

    private static Deployment deployment(int replicas, Object surge, Object unavailable) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("cart")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(new IntOrString(surge))
                .withMaxUnavailable(new IntOrString(unavailable))
                .endRollingUpdate()
                .endStrategy()
                .endSpec()
                .build();
    }

    private static ReplicaSet set(String name, int replicas, int available) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name)
                .withCreationTimestamp("2026-01-05T08:00:0" + name.substring(name.length() - 1) + "Z")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .withNewStatus()
                .withReplicas(replicas)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }

    private static ReplicaSet sized(String name, int replicas, int maxBefore) {
        return set(name, replicas, replicas)
                .edit()
                .editMetadata()
                .addToAnnotations(ReplicaSets.MAX, Integer.toString(maxBefore))
                .endMetadata()
                .build();
    }

    @ParameterizedTest
    @CsvSource({"0%, 1%, 2, 0, 1", "0%, 1%, 1, 0, 1", "1%, 25%, 2, 1, 0", "1%, 0%, 1, 1, 0", "25%, 25%, 10, 3, 2"})
    void surgeRoundsUpAndUnavailableDown(String surge, String unavailable, int desired, int pods, int missing) {
        assertThat(DeploymentMath.fenceposts(new IntOrString(surge), new IntOrString(unavailable), desired))
                .isEqualTo(new Fenceposts(pods, missing));
    }

    @Test
    void aLimitThatIsNeitherNumberNorPercentageIsRefused() {
        assertThatThrownBy(() -> DeploymentMath.scaled(new IntOrString("lots"), 10, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lots");
    }

    @Test
    void theNewSetGrowsIntoTheRoomThatTheSurgeLeaves() {
        ReplicaSet newOne = set("new-2", 3, 3);

        assertThat(DeploymentMath.newReplicas(deployment(10, 3, 2), List.of(set("old-1", 8, 8), newOne), newOne))
                .isEqualTo(5);
    }

    @Test
    void crashingNewPodsKeepTheOldOnes() {
        Replicas sets = new Replicas(set("new-2", 5, 0), List.of(set("old-1", 8, 8)));

        assertThat(RollingUpdate.mostToRemove(deployment(10, 3, 2), sets)).isZero();
    }

    @Test
    void theOnlyActiveSetIsScaledWhetherOldOrNew() {
        ReplicaSet empty = set("new-2", 0, 0);
        ReplicaSet old = set("old-1", 8, 8);

        assertThat(DeploymentMath.activeOrLatest(empty, List.of(old))).isSameAs(old);
        assertThat(DeploymentMath.activeOrLatest(null, List.of(old))).isSameAs(old);
    }

    @Test
    void withoutAnActiveSetTheNewOneIsScaledOrElseTheNewest() {
        ReplicaSet one = set("old-1", 0, 0);
        ReplicaSet two = set("old-2", 0, 0);

        assertThat(DeploymentMath.activeOrLatest(set("new-3", 0, 0), List.of(one, two)))
                .extracting(rs -> rs.getMetadata().getName())
                .isEqualTo("new-3");
        assertThat(DeploymentMath.activeOrLatest(null, List.of(one, two))).isSameAs(two);
        assertThat(DeploymentMath.activeOrLatest(null, List.of())).isNull();
    }

    @Test
    void severalActiveSetsAreNotScaledAsOne() {
        assertThat(DeploymentMath.activeOrLatest(set("new-2", 1, 1), List.of(set("old-1", 1, 1))))
                .isNull();
    }

    @Test
    void equalSetsGrowAlike() {
        assertThat(sizes(deployment(20, 0, 1), sized("a-1", 5, 10), sized("b-2", 5, 10)))
                .containsExactly(Map.entry("b-2", 10), Map.entry("a-1", 10));
    }

    @Test
    void theLargestTakesWhatRoundingLeaves() {
        // upstream's own case: 10 wanted become 12, three sets of 5, 3 and 2
        assertThat(sizes(deployment(12, 0, 1), sized("a-1", 5, 10), sized("b-2", 3, 10), sized("c-3", 2, 10)))
                .containsExactly(Map.entry("a-1", 6), Map.entry("b-2", 4), Map.entry("c-3", 2));
    }

    @Test
    void scalingToZeroEmptiesAll() {
        assertThat(sizes(deployment(0, 3, 2), sized("a-1", 8, 13), sized("b-2", 5, 13)))
                .containsExactly(Map.entry("a-1", 0), Map.entry("b-2", 0));
    }

    @Test
    void withoutTheAnnotationThePresentSizeIsTheBase() {
        Deployment d = deployment(20, 0, 1)
                .edit()
                .withNewStatus()
                .withReplicas(10)
                .endStatus()
                .build();

        assertThat(sizes(d, set("a-1", 5, 5), set("b-2", 5, 5)))
                .containsExactly(Map.entry("b-2", 10), Map.entry("a-1", 10));
    }

    @Property(tries = 300)
    void proportionsAddUpAndNeverGoBelowZero(
            @ForAll @IntRange(max = 60) int wanted,
            @ForAll @IntRange(min = 1, max = 30) int one,
            @ForAll @IntRange(min = 1, max = 30) int two,
            @ForAll @IntRange(max = 5) int surge) {
        int before = one + two;
        List<Map.Entry<String, Integer>> sizes =
                sizes(deployment(wanted, surge, 1), sized("a-1", one, before), sized("b-2", two, before));

        assertThat(sizes).allMatch(each -> each.getValue() >= 0);
        assertThat(sizes.stream().mapToInt(Map.Entry::getValue).sum()).isEqualTo(wanted == 0 ? 0 : wanted + surge);
    }

    private static List<Map.Entry<String, Integer>> sizes(Deployment d, ReplicaSet... active) {
        return DeploymentMath.proportional(d, List.of(active)).stream()
                .map(each -> Map.entry(each.getKey().getMetadata().getName(), each.getValue()))
                .toList();
    }
}
