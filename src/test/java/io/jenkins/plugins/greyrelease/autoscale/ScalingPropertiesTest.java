package io.jenkins.plugins.greyrelease.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.autoscale.ScalingMove.Scale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScalingPropertiesTest {
    private static final ScalingRules RULES = ScalingRules.within(2, 60);
    private static final ScalingPast LONG_AGO = new ScalingPast(Optional.empty(), Optional.empty());
    private static final Duration NOW = Duration.ofHours(1);

    private static int wanted(int current, Reading... readings) {
        return Scaling.decide(current, RULES, List.of(readings), LONG_AGO, NOW).replicas();
    }

    @Property(tries = 300)
    void itStaysWithinItsBounds(
            @ForAll @IntRange(min = 1, max = 99) int current, @ForAll @DoubleRange(max = 1e6) double sum) {
        assertThat(wanted(current, Reading.whole("load", 100, sum))).isBetween(2, 60);
    }

    @Property(tries = 300)
    void moreLoadNeverGivesFewerPods(
            @ForAll @IntRange(min = 2, max = 60) int current,
            @ForAll @DoubleRange(max = 9000) double sum,
            @ForAll @DoubleRange(max = 3000) double more) {
        assertThat(wanted(current, Reading.whole("load", 100, sum + more)))
                .isGreaterThanOrEqualTo(wanted(current, Reading.whole("load", 100, sum)));
    }

    @Property(tries = 300)
    void ofTwoPoliciesTheOneThatWantsMoreWins(
            @ForAll @IntRange(min = 2, max = 60) int current,
            @ForAll @DoubleRange(max = 9000) double one,
            @ForAll @DoubleRange(max = 9000) double two) {
        Reading first = Reading.whole("one", 100, one);
        Reading second = Reading.whole("two", 70, two);
        assertThat(wanted(current, first, second)).isEqualTo(Math.max(wanted(current, first), wanted(current, second)));
    }

    /** With the number it decided on and the same load, it is content. */
    @Property(tries = 300)
    void itComesToRest(@ForAll @IntRange(min = 2, max = 60) int current, @ForAll @DoubleRange(max = 9000) double sum) {
        Reading load = Reading.whole("load", 100, sum);
        int once = wanted(current, load);
        assertThat(wanted(once, load)).isEqualTo(once);
    }

    @Property(tries = 300)
    void aPodThatSaysNothingNeverMakesTheStepLarger(
            @ForAll @IntRange(min = 4, max = 60) int current,
            @ForAll @IntRange(min = 1, max = 3) int silent,
            @ForAll @DoubleRange(max = 200) double each) {
        int heard = current - silent;
        int known = wanted(current, new Reading.Measured("load", 100, each * current, current, 0));
        int partly = wanted(current, new Reading.Measured("load", 100, each * heard, heard, silent));
        assertThat(Math.abs(partly - current)).isLessThanOrEqualTo(Math.abs(known - current));
    }

    @Property(tries = 100)
    void stepsKeepTheirDistanceHoweverTheLoadMoves(@ForAll @Size(80) List<@DoubleRange(max = 6000) Double> loads) {
        int current = 10;
        ScalingPast past = ScalingPast.unknown(Duration.ZERO);
        for (int i = 0; i < loads.size(); i++) {
            Duration now = Duration.ofSeconds(15L * i);
            ScalingMove move =
                    Scaling.decide(current, RULES, List.of(Reading.whole("load", 100, loads.get(i))), past, now);
            if (move instanceof Scale scale) {
                boolean flood = loads.get(i) > 1.4 * 100 * current;
                Duration wait = scale.up() ? RULES.upCooldown() : RULES.downCooldown();
                Optional<Duration> last = scale.up() ? past.up() : latest(past);
                assertThat(scale.up() && flood
                                || last.isEmpty()
                                || !now.minus(wait).minus(last.get()).isNegative())
                        .as("%s at %s after %s", scale.says(), now, past)
                        .isTrue();
            }
            past = past.and(move, now);
            current = move.replicas();
        }
    }

    private static Optional<Duration> latest(ScalingPast past) {
        return past.up().isPresent() && past.up().get().compareTo(past.down().orElse(Duration.ZERO)) > 0
                ? past.up()
                : past.down();
    }
}
