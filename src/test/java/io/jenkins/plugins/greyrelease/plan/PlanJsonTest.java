package io.jenkins.plugins.greyrelease.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PlanJsonTest {

    private static Plan plan(Spread spread, Integer... pods) {
        Map<String, Integer> desired = new LinkedHashMap<>();
        for (Integer each : pods) {
            desired.put("c" + desired.size(), each);
        }
        List<BatchSize> batches = List.of(BatchSize.parse(1), BatchSize.parse("40%"), BatchSize.parse("rest"));
        return Plan.of(
                new PlanRequest(
                        "cart", "shop", List.copyOf(desired.keySet()), batches, spread, 1, false, "a \"policy\"\n"),
                desired);
    }

    @Property(tries = 100)
    void readsWhatItWrote(
            @ForAll Spread spread, @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 50) Integer> pods) {
        Plan plan = plan(spread, pods.toArray(Integer[]::new));
        assertThat(PlanJson.read("plan.json", PlanJson.write(plan))).isEqualTo(plan);
    }

    @Test
    void refusesAPlanThatWasEdited() {
        String json = PlanJson.write(plan(Spread.SEQUENCE, 10));
        assertThatThrownBy(() -> PlanJson.read("plan.json", json.replace("\"to\" : 5", "\"to\" : 9")))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("was changed after it was written");
        assertThatThrownBy(() -> PlanJson.read("plan.json", json.replace("\"shop\"", "\"other\"")))
                .hasMessageContaining("was changed after it was written");
    }

    @Test
    void aPlanThatWasResizedOnTheWayIsNotKeptSinceItCouldNotBeReadAgain() {
        Plan plan = plan(Spread.SEQUENCE, 10);
        Plan resized = plan.resized(Map.of("c0", 20), plan.waves().subList(0, 2), Map.of());
        assertThatThrownBy(() -> PlanJson.write(resized))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was resized while its release ran");
        Plan anew = plan.resized(Map.of("c0", 20), List.of(), Map.of());
        assertThat(PlanJson.read("plan.json", PlanJson.write(anew))).isEqualTo(anew);
    }

    @Test
    void saysWhereItIsNoPlan() {
        for (String wrong : List.of("", "{", "[]", "null", "{\"kind\": \"x\"}", "{\"kindd\": 1}", "3")) {
            assertThatThrownBy(() -> PlanJson.read("plan.json", wrong))
                    .isInstanceOf(BadArgumentsException.class)
                    .hasMessageContaining("plan.json")
                    .hasMessageContaining("is no plan");
        }
        String json = PlanJson.write(plan(Spread.SEQUENCE, 10));
        assertThatThrownBy(() -> PlanJson.read("plan.json", json.replace("\"sequence\"", "\"all\"")))
                .hasMessageContaining("is no plan");
        assertThatThrownBy(() -> PlanJson.read("plan.json", json.replace("\"rest\"", "\"0\"")))
                .hasMessageContaining("0 pods are no batch");
    }
}
