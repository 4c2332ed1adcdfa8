package io.jenkins.plugins.greyrelease.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.plan.BatchSize.Percent;
import io.jenkins.plugins.greyrelease.plan.BatchSize.Pods;
import io.jenkins.plugins.greyrelease.plan.BatchSize.Rest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PlanPropertiesTest {

    @Provide
    Arbitrary<List<BatchSize>> batches() {
        Arbitrary<BatchSize> size = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 30).map(Pods::new),
                Arbitraries.integers().between(1, 100).map(Percent::new));
        return size.list().ofMaxSize(5).map(sizes -> {
            List<BatchSize> all = new ArrayList<>(sizes);
            all.add(new Rest());
            return all;
        });
    }

    @Property(tries = 300)
    void everyClusterEndsAtItsTotalAndNeverShrinks(
            @ForAll("batches") List<BatchSize> batches,
            @ForAll Spread spread,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 40) Integer> totals) {
        Plan plan = plan(batches, spread, totals);
        Map<String, Integer> reached = new LinkedHashMap<>();
        for (Wave wave : plan.waves()) {
            for (Wave.Target target : wave.targets()) {
                assertThat(target.from()).isEqualTo(reached.getOrDefault(target.cluster(), 0));
                assertThat(target.to()).isGreaterThanOrEqualTo(target.from());
                reached.put(target.cluster(), target.to());
            }
        }
        assertThat(reached).containsExactlyInAnyOrderEntriesOf(plan.desired());
    }

    @Property(tries = 300)
    void anEvenWaveLeavesNoClusterAWholePodFromItsShare(
            @ForAll("batches") List<BatchSize> batches,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 40) Integer> totals) {
        Plan plan = plan(batches, Spread.EVEN, totals);
        Map<String, Integer> reached = new LinkedHashMap<>();
        int placed = 0;
        for (Wave wave : plan.waves()) {
            wave.targets().forEach(t -> reached.put(t.cluster(), t.to()));
            placed += wave.size();
            for (Map.Entry<String, Integer> each : plan.desired().entrySet()) {
                double share = (double) each.getValue() * placed / plan.total();
                assertThat(reached.getOrDefault(each.getKey(), 0) - share).isStrictlyBetween(-1.0, 1.0);
            }
        }
    }

    @Property(tries = 300)
    void resizingKeepsDoneWavesAndStillEndsAtTheTotalOrAtWhatIsThere(
            @ForAll("batches") List<BatchSize> batches,
            @ForAll Spread spread,
            @ForAll @Size(3) List<@IntRange(max = 30) Integer> before,
            @ForAll @Size(3) List<@IntRange(max = 30) Integer> after,
            @ForAll @IntRange(max = 3) int done) {
        Plan plan = plan(batches, spread, before);
        List<Wave> finished =
                plan.waves().subList(0, Math.min(done, plan.waves().size()));
        Map<String, Integer> had = new LinkedHashMap<>();
        finished.forEach(w -> w.targets().forEach(t -> had.put(t.cluster(), t.to())));
        Map<String, Integer> wanted = totals(after);
        Plan resized = plan.resized(wanted, finished, Map.of());
        Map<String, Integer> reached = new LinkedHashMap<>();
        resized.waves().forEach(w -> w.targets().forEach(t -> reached.put(t.cluster(), t.to())));
        wanted.forEach((cluster, pods) ->
                assertThat(reached.get(cluster)).isEqualTo(Math.max(pods, had.getOrDefault(cluster, 0))));
        if (spread != Spread.SEQUENCE) {
            assertThat(resized.waves().subList(0, finished.size()))
                    .extracting(Wave::targets)
                    .containsExactlyElementsOf(
                            finished.stream().map(Wave::targets).toList());
        }
    }

    private static Plan plan(List<BatchSize> batches, Spread spread, List<Integer> totals) {
        Map<String, Integer> desired = totals(totals);
        return Plan.of(PlanTest.request(batches, spread, false, desired.keySet().toArray(String[]::new)), desired);
    }

    private static Map<String, Integer> totals(List<Integer> totals) {
        Map<String, Integer> desired = new LinkedHashMap<>();
        for (int i = 0; i < totals.size(); i++) {
            desired.put("c" + i, totals.get(i));
        }
        return desired;
    }
}
