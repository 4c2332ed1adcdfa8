package io.jenkins.plugins.greyrelease.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.plan.BatchSize.Percent;
import io.jenkins.plugins.greyrelease.plan.BatchSize.Pods;
import io.jenkins.plugins.greyrelease.plan.BatchSize.Rest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<BatchSize> ONE_FOUR_FIVE = List.of(new Pods(1), new Pods(4), new Pods(5));

    static PlanRequest request(List<BatchSize> batches, Spread spread, boolean strict, String... clusters) {
        return new PlanRequest("cart", "shop", List.of(clusters), batches, spread, 1, strict, "");
    }

    private static List<Integer> sizes(Plan plan) {
        return plan.waves().stream().map(Wave::size).toList();
    }

    private static Map<String, Integer> desired(Object... pairs) {
        Map<String, Integer> desired = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            desired.put((String) pairs[i], (Integer) pairs[i + 1]);
        }
        return desired;
    }

    @Test
    void sequenceServesClusterAfterCluster() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, true, "a", "b"), desired("a", 10, "b", 10));
        assertThat(sizes(plan)).containsExactly(1, 4, 5, 1, 4, 5);
        assertThat(plan.wavesOf("b"))
                .extracting(w -> w.in("b").orElseThrow().to())
                .containsExactly(1, 5, 10);
    }

    @Test
    void evenSplitsEachBatchInProportion() {
        Plan plan = Plan.of(
                request(List.of(new Pods(4), new Rest()), Spread.EVEN, false, "a", "b"), desired("a", 10, "b", 10));
        assertThat(plan.waves().get(0).targets())
                .containsExactly(new Wave.Target("a", 0, 2), new Wave.Target("b", 0, 2));
        assertThat(plan.waves().get(1).targets())
                .containsExactly(new Wave.Target("a", 2, 10), new Wave.Target("b", 2, 10));
    }

    @Test
    void fillServesTheFirstClusterFirst() {
        Plan plan = Plan.of(
                request(List.of(new Pods(4), new Rest()), Spread.FILL, false, "a", "b"), desired("a", 10, "b", 10));
        assertThat(plan.waves().get(0).targets()).containsExactly(new Wave.Target("a", 0, 4));
        assertThat(plan.waves().get(1).targets())
                .containsExactly(new Wave.Target("a", 4, 10), new Wave.Target("b", 0, 10));
    }

    @Test
    void unequalClustersShareThreePodsAsTheWorkedExampleSays() {
        Plan plan = Plan.of(
                request(List.of(new Pods(1), new Pods(1), new Pods(1), new Rest()), Spread.EVEN, false, "a", "b"),
                desired("a", 6, "b", 3));
        assertThat(plan.waves().subList(0, 3))
                .extracting(w -> w.targets().get(0).cluster())
                .containsExactly("a", "a", "b");
    }

    @Test
    void percentagesThatMakeUpTheWholeAreNotBeyondItBecauseTheyRoundUp() {
        List<BatchSize> thirds = List.of(new Percent(34), new Percent(33), new Percent(33));
        assertThat(sizes(Plan.of(request(thirds, Spread.SEQUENCE, true, "a"), desired("a", 10))))
                .containsExactly(4, 4, 2);
        PlanRequest beyond = request(List.of(new Pods(1), new Percent(100)), Spread.SEQUENCE, true, "a");
        assertThatThrownBy(() -> Plan.of(beyond, desired("a", 3))).hasMessageContaining("cluster a has 3, 1 too many");
    }

    @Test
    void aTotalThatGrowsBeforeTheFirstBatchIsDoneGoesIntoTheLast() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a"), desired("a", 10));
        assertThat(sizes(plan.resized(desired("a", 20), List.of(), Map.of()))).containsExactly(1, 4, 15);
    }

    @Test
    void percentagesAreCountedAnewAfterAResize() {
        List<BatchSize> halves = List.of(new Percent(10), new Percent(50), new Rest());
        Plan plan = Plan.of(request(halves, Spread.SEQUENCE, false, "a"), desired("a", 10));
        assertThat(sizes(plan.resized(desired("a", 40), plan.waves().subList(0, 1), Map.of())))
                .containsExactly(1, 20, 19);
    }

    @Test
    void podsThatAreWantedAfterTheLastBatchMakeOneMore() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a"), desired("a", 10));
        assertThat(sizes(plan.resized(desired("a", 12), plan.waves(), Map.of())))
                .containsExactly(1, 4, 5, 2);
    }

    @Test
    void aClusterThatShrankDoesNotTakePodsFromAnother() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.FILL, false, "a", "b"), desired("a", 5, "b", 5));
        Plan resized = plan.resized(desired("a", 2, "b", 8), plan.waves().subList(0, 2), Map.of());
        assertThat(resized.waves().get(2).targets()).containsExactly(new Wave.Target("b", 0, 8));
    }

    @Test
    void aDoneWaveOfNoPodsStaysWhenPodsAreWantedLater() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a"), desired("a", 0));
        assertThat(sizes(plan.resized(desired("a", 10), plan.waves(), Map.of())))
                .containsExactly(0, 4, 6);
    }

    @Test
    void aBatchThatAddsNothingVanishes() {
        List<BatchSize> fifths =
                List.of(new Percent(20), new Percent(20), new Percent(20), new Percent(20), new Percent(20));
        Plan plan = Plan.of(request(fifths, Spread.SEQUENCE, false, "a"), desired("a", 3));
        assertThat(sizes(plan)).containsExactly(1, 1, 1);
        assertThat(plan.waves().get(2).batches()).isEqualTo(3);
    }

    @Test
    void anAppOfZeroPodsStillGetsItsTemplate() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a"), desired("a", 0));
        assertThat(plan.waves()).containsExactly(new Wave(1, 1, List.of(new Wave.Target("a", 0, 0))));
    }

    @Test
    void batchesThatMissTheTotalSayByHowMuchInEveryCluster() {
        PlanRequest request = request(List.of(new Pods(1), new Pods(4)), Spread.SEQUENCE, false, "a", "b");
        assertThatThrownBy(() -> Plan.of(request, desired("a", 10, "b", 7)))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("cover 5 of the 10 pods of cluster a, 5 are missing")
                .hasMessageContaining("cover 5 of the 7 pods of cluster b, 2 are missing");
    }

    @Test
    void batchesBeyondTheTotalAreCutUnlessStrict() {
        assertThat(sizes(Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a"), desired("a", 7))))
                .containsExactly(1, 4, 2);
        PlanRequest strict = request(ONE_FOUR_FIVE, Spread.SEQUENCE, true, "a");
        assertThatThrownBy(() -> Plan.of(strict, desired("a", 7))).hasMessageContaining("cluster a has 7, 3 too many");
    }

    @Test
    void aGrownTotalGoesIntoTheLastBatchAndDoneOnesStay() {
        Plan plan = Plan.of(request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a"), desired("a", 10));
        assertThat(sizes(plan.resized(desired("a", 20), plan.waves().subList(0, 1), Map.of())))
                .containsExactly(1, 4, 15);
        assertThat(sizes(plan.resized(desired("a", 3), plan.waves().subList(0, 1), Map.of())))
                .containsExactly(1, 2);
    }

    @Test
    void theHashIsOfTheRequestAloneAndStable() {
        PlanRequest request = request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a");
        assertThat(Plan.of(request, desired("a", 10)).hash())
                .isEqualTo(Plan.of(request, desired("a", 9)).hash())
                .hasSize(64);
    }

    @Test
    void theTableShowsWavesByCluster() {
        Plan plan = Plan.of(
                request(List.of(new Pods(4), new Rest()), Spread.FILL, false, "a", "b"), desired("a", 10, "b", 10));
        assertThat(plan.table()).isEqualTo("""
                        wave  batch  a (10)   b (10)
                        1     1/2    +4 = 4   .
                        2     2/2    +6 = 10  +10 = 10
                        """);
    }

    @Test
    void everyClusterNeedsItsNumberOfPods() {
        PlanRequest request = request(ONE_FOUR_FIVE, Spread.SEQUENCE, false, "a", "b", "c");
        assertThatThrownBy(() -> Plan.of(request, desired("a", 10, "c", -1)))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("pods of cluster b must be a number from 0")
                .hasMessageContaining("desired: -1: pods of cluster c must be a number from 0");
        Plan plan = Plan.of(request, desired("a", 10, "b", 10, "c", 10));
        assertThatThrownBy(() -> plan.resized(desired("a", 10, "b", 10), List.of(), Map.of()))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("pods of cluster c must be a number from 0");
    }

    @Test
    void aClusterThatLostItsPodsDoesNotJoinAWaveThatIsDone() {
        Plan plan = Plan.of(
                request(List.of(new Pods(2), new Rest()), Spread.FILL, false, "a", "b"), desired("a", 2, "b", 3));
        Plan resized = plan.resized(desired("a", 2, "b", 0), plan.waves().subList(0, 1), Map.of());
        assertThat(resized.waves().get(0).targets()).containsExactly(new Wave.Target("a", 0, 2));
        assertThat(resized.waves().get(1).targets()).containsExactly(new Wave.Target("b", 0, 0));
    }
}
