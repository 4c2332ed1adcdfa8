package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.autoscale.ScalingRules;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial.Look;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial.Result;
import io.jenkins.plugins.greyrelease.rehearsal.LoadTrial.Scaler;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTrialTest {
    private static final ScalingRules RULES = ScalingRules.within(3, 30);
    /** Quiet, a rise by half over 4 minutes, a flood of three times at minute 10, and back at minute 13. */
    private static final LoadTrace LOAD =
            LoadTrace.csv("0,480\n180,480\n420,720\n600,720\n615,1440\n780,1440\n795,480\n1500,480\n");

    private static Result trial(Scaler scaler) {
        return LoadTrial.run(scaler, RULES, LOAD, 1);
    }

    @Test
    void greyAutoscaleKeepsItsRulesAndComesToRestAtWhatIsNeeded() {
        Result result = trial(Scaler.GREY);
        assertThat(result.looks())
                .allSatisfy(look -> assertThat(look.replicas()).isBetween(3, 30));
        Look last = result.looks().get(result.looks().size() - 1);
        assertThat(last.replicas()).isEqualTo(last.needed()).isEqualTo(8);
        assertThat(steps(result.looks(), true))
                .as("steps up, three minutes apart unless it is a flood")
                .allSatisfy(step -> assertThat(step.since() >= 180 || step.flood())
                        .as("%s", step)
                        .isTrue());
        assertThat(steps(result.looks(), false))
                .as("steps down, five minutes after any step")
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.since()).isGreaterThanOrEqualTo(300 - 15));
        assertThat(result.looks().stream().filter(look -> look.at().equals(Duration.ofMinutes(12))))
                .singleElement()
                .satisfies(look -> assertThat(look.serving())
                        .as("in the flood, 5 % of tolerance")
                        .isBetween(23, 24));
    }

    @Test
    void itIsShortOfPodsForNoLongerThanACoolDownAtATime() {
        int together = 0;
        int longest = 0;
        for (Look look : trial(Scaler.GREY).looks()) {
            together = look.tooFew() ? together + 1 : 0;
            longest = Math.max(longest, together);
        }
        assertThat(LoadTrial.EVERY.multipliedBy(longest))
                .isLessThanOrEqualTo(RULES.upCooldown().plusMinutes(1));
    }

    @Test
    void theAutoscalerThatHpaPolicyWritesFollowsTheSameLoad() {
        Result result = trial(Scaler.POLICY);
        assertThat(result.looks())
                .allSatisfy(look -> assertThat(look.replicas()).isBetween(3, 30));
        assertThat(result.looks().get(result.looks().size() - 1).replicas()).isEqualTo(8);
        assertThat(result.minutesTooFew()).isLessThanOrEqualTo(2);
    }

    @Test
    void theSameSeedGivesTheSameTrial() {
        assertThat(trial(Scaler.GREY)).isEqualTo(trial(Scaler.GREY));
    }

    @Test
    void aLoadFileHasLinesOfTimeAppAndLoad() {
        LoadFile file = LoadFile.read("trace.csv", "time,app,load\n# flat\n0,cart,600\n0,shop/web,5\n10m,cart,1800\n");
        assertThat(file.apps()).containsOnlyKeys("cart", "shop/web");
        assertThat(file.apps().get("cart").at(Duration.ofMinutes(5))).isEqualTo(1200);
        LoadFile more = LoadFile.read(
                "trace.csv", "time,app,load,metric\n0,cart,600\n0, cart, 5000000000, memory\n0,cart,7,hits\n");
        assertThat(more.of("shop", "cart", "memory").orElseThrow().at(Duration.ZERO))
                .isEqualTo(5e9);
        assertThat(more.of("shop", "cart", "hits")).isPresent();
        assertThat(more.of("shop", "cart", "misses")).isEmpty();
    }

    @Test
    void everyBadLineOfALoadFileIsTold() {
        assertThatThrownBy(() -> LoadFile.read("trace.csv", "0,cart\n10m,cart,5\n5m,cart,6\nsoon,cart,1\n0,cart,-1\n"))
                .hasMessageContaining("trace.csv:1: '0,cart' is not 'time,app,load' or")
                .hasMessageContaining("trace.csv:3: '5m,cart,6' is not later")
                .hasMessageContaining("trace.csv:4: 'soon'")
                .hasMessageContaining("trace.csv:5: ");
        assertThatThrownBy(() -> LoadFile.read("trace.csv", "# nothing")).hasMessageContaining("no line of load");
    }

    /** A step, the seconds since the last one that it has to keep away from, and whether the load was a flood. */
    private record Step(Look look, long since, boolean flood) {}

    private static List<Step> steps(List<Look> looks, boolean up) {
        List<Step> steps = new ArrayList<>();
        Duration lastUp = Duration.ofHours(-1);
        Duration lastAny = Duration.ofHours(-1);
        for (int i = 1; i < looks.size(); i++) {
            Look before = looks.get(i - 1);
            Look look = looks.get(i);
            boolean isUp = look.replicas() > before.replicas();
            if (look.replicas() == before.replicas()) {
                continue;
            }
            if (isUp == up) {
                Duration since = look.at().minus(up ? lastUp : lastAny);
                steps.add(new Step(look, since.toSeconds(), look.load() > 1.4 * LoadTrial.TARGET * before.replicas()));
            }
            lastUp = isUp ? look.at() : lastUp;
            lastAny = look.at();
        }
        return steps;
    }
}
