package io.jenkins.plugins.greyrelease.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.autoscale.ScalingMove.Scale;
import io.jenkins.plugins.greyrelease.autoscale.ScalingMove.Stay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final ScalingRules RULES = ScalingRules.within(2, 40);
    private static final Duration NOW = Duration.ofHours(1);
    private static final ScalingPast LONG_AGO = new ScalingPast(Optional.empty(), Optional.empty());

    private static Reading cpu(double sum) {
        return new Reading.Measured("cpu", 100, sum, 10, 0);
    }

    private static ScalingMove decide(Reading... readings) {
        return Scaling.decide(10, RULES, List.of(readings), LONG_AGO, NOW);
    }

    private static ScalingPast up(int minutesAgo) {
        return new ScalingPast(Optional.of(NOW.minusMinutes(minutesAgo)), Optional.empty());
    }

    private static ScalingPast down(int minutesAgo) {
        return new ScalingPast(Optional.empty(), Optional.of(NOW.minusMinutes(minutesAgo)));
    }

    @Test
    void withinTheToleranceNothingIsDone() {
        assertThat(decide(cpu(1040)))
                .isEqualTo(new Stay(10, "10 pods stay: cpu 1040 of 100 a pod = 10 within tolerance"));
        assertThat(decide(cpu(1050))).isInstanceOf(Stay.class);
        assertThat(decide(cpu(950))).isInstanceOf(Stay.class);
        assertThat(decide(cpu(1051)).replicas()).isEqualTo(11);
    }

    @Test
    void aStepUpWaitsForItsCoolDownUnlessTheLoadIsFarAboveTheTarget() {
        assertThat(Scaling.decide(10, RULES, List.of(cpu(1110)), up(2), NOW))
                .isEqualTo(new Stay(10, "10 pods stay, 12 in 60 s (cool-down): cpu 1110 of 100 a pod = 12"));
        assertThat(Scaling.decide(10, RULES, List.of(cpu(1110)), up(3), NOW))
                .isEqualTo(new Scale(10, 12, "10 -> 12 pods: cpu 1110 of 100 a pod = 12"));
        assertThat(Scaling.decide(10, RULES, List.of(cpu(1410)), up(0), NOW))
                .isEqualTo(new Scale(10, 15, "10 -> 15 pods at once: cpu 1410 of 100 a pod = 15"));
        assertThat(Scaling.decide(10, RULES, List.of(cpu(1400)), up(0), NOW)).isInstanceOf(Stay.class);
    }

    @Test
    void withoutPanicEvenAFloodWaits() {
        ScalingRules calm = new ScalingRules(2, 40, Duration.ofMinutes(3), Duration.ofMinutes(5), 0.05, 0);
        assertThat(Scaling.decide(10, calm, List.of(cpu(9000)), up(1), NOW)).isInstanceOf(Stay.class);
    }

    @Test
    void aStepDownWaitsAfterTheLastStepEitherWay() {
        assertThat(Scaling.decide(10, RULES, List.of(cpu(620)), up(4), NOW)).isInstanceOf(Stay.class);
        assertThat(Scaling.decide(10, RULES, List.of(cpu(620)), down(4), NOW)).isInstanceOf(Stay.class);
        assertThat(Scaling.decide(10, RULES, List.of(cpu(620)), up(5), NOW).replicas())
                .isEqualTo(7);
        assertThat(Scaling.decide(10, RULES, List.of(cpu(1110)), down(0), NOW).replicas())
                .as("up right after down")
                .isEqualTo(12);
    }

    @Test
    void theBestOfSeveralPoliciesWins() {
        Reading queue = Reading.whole("queue", 30, 420);
        assertThat(decide(cpu(1110), queue))
                .isEqualTo(new Scale(10, 14, "10 -> 14 pods: cpu 1110 of 100 a pod = 12, queue 420 of 30 a pod = 14"));
    }

    @Test
    void podsThatSayNothingSpeakAgainstAChange() {
        Reading eight = new Reading.Measured("cpu", 100, 700, 8, 2);
        assertThat(decide(eight).replicas()).isEqualTo(9);
        assertThat(decide(new Reading.Measured("cpu", 100, 900, 8, 2))).isInstanceOf(Stay.class);
        assertThat(decide(new Reading.Measured("cpu", 100, 1200, 8, 2)).replicas())
                .isEqualTo(12);
    }

    @Test
    void podsThatAreWantedAndNotThereYetDoNotShrinkTheApp() {
        Reading six = new Reading.Measured("cpu", 100, 600, 6, 0);
        assertThat(decide(six)).isInstanceOf(Stay.class);
    }

    @Test
    void withAFigureMissingItNeverGoesDownButUp() {
        Reading gone = new Reading.Failed("queue", "timeout");
        assertThat(decide(cpu(300), gone)).isInstanceOf(Stay.class);
        assertThat(decide(cpu(300), gone).says()).contains("never fewer", "queue unknown (timeout)");
        assertThat(decide(cpu(2000), gone).replicas()).isEqualTo(20);
        assertThat(decide(gone).says()).contains("no policy has a figure");
        assertThat(decide()).isInstanceOf(Stay.class);
    }

    @Test
    void boundsHoldAtOnceAndZeroIsLeftAlone() {
        assertThat(Scaling.decide(50, RULES, List.of(), up(0), NOW).replicas()).isEqualTo(40);
        assertThat(Scaling.decide(1, RULES, List.of(), up(0), NOW).replicas()).isEqualTo(2);
        assertThat(Scaling.decide(0, RULES, List.of(cpu(900)), LONG_AGO, NOW).replicas())
                .isZero();
        assertThat(decide(cpu(9000)).says()).startsWith("10 -> 40 pods (max) at once");
        assertThat(decide(cpu(0)).says()).startsWith("10 -> 2 pods (min)");
    }

    @Test
    void whoBeginsToLookWaitsBeforeItGoesDownButNotUp() {
        ScalingPast begun = ScalingPast.unknown(NOW);
        assertThat(Scaling.decide(10, RULES, List.of(cpu(620)), begun, NOW)).isInstanceOf(Stay.class);
        assertThat(Scaling.decide(10, RULES, List.of(cpu(1110)), begun, NOW)).isInstanceOf(Scale.class);
    }

    @Test
    void aMoveIsRemembered() {
        ScalingPast after = LONG_AGO.and(new Scale(10, 12, ""), NOW).and(new Stay(12, ""), NOW.plusSeconds(1));
        assertThat(after).isEqualTo(new ScalingPast(Optional.of(NOW), Optional.empty()));
        assertThat(LONG_AGO.and(new Scale(12, 10, ""), NOW).down()).contains(NOW);
    }

    @Test
    void aReadingOfPodsCountsOnlyThoseThatAreReady() {
        Reading reading =
                Reading.ofPods("cpu", 100, Set.of("a", "b", "c"), 2, Map.of("a", 50.0, "b", 70.0, "starting", 900.0));
        assertThat(reading).isEqualTo(new Reading.Measured("cpu", 100, 120, 2, 3));
        assertThat(Reading.ofPods("cpu", 100, Set.of("a"), 0, Map.of())).isInstanceOf(Reading.Failed.class);
    }

    @Test
    void sumsOfDecimalFractionsAreNoExtraPod() {
        assertThat(Scaling.decide(3, RULES, List.of(Reading.whole("q", 0.1, 0.1 + 0.2 + 0.1)), LONG_AGO, NOW)
                        .replicas())
                .isEqualTo(4);
    }

    @Test
    void rulesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> ScalingRules.within(5, 4)).hasMessageContaining("min 5, max 4");
        assertThatThrownBy(() -> ScalingRules.within(0, 4)).hasMessageContaining("1 <= min");
        assertThatThrownBy(() -> Reading.whole("q", 0, 1)).hasMessageContaining("target 0.0 must be more than 0");
    }
}
