package io.jenkins.plugins.greyrelease.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeAxisTest {

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** An axis of so many seconds, in which something happened at these. */
    private static TimeAxis axis(long length, int... happenings) {
        return TimeAxis.of(
                s(length), IntStream.of(happenings).mapToObj(TimeAxisTest::s).toList());
    }

    @Test
    void isEvenWhenSomethingHappensAllTheTime() {
        TimeAxis axis = axis(100, IntStream.range(0, 10).map(i -> i * 10).toArray());
        assertThat(axis.percent(s(25))).isCloseTo(25, within(0.01));
        assertThat(axis.breaks()).isEmpty();
        assertThat(axis.ticks()).extracting(TimeAxis.Tick::label).contains("0:00", "0:30", "1:00");
    }

    @Test
    void aNightOfWaitingIsDrawnShortAndSaysHowLongItWas() {
        TimeAxis axis = axis(37_200, 600, 36_600);
        assertThat(axis.breaks()).extracting(TimeAxis.Break::length).containsExactly("10 h");
        assertThat(axis.percent(s(600))).isGreaterThan(10);
        assertThat(axis.percent(s(36_600)) - axis.percent(s(600))).isLessThan(75);
        assertThat(axis.percent(s(37_200))).isCloseTo(100, within(0.01));
    }

    @Test
    void whatIsDrawnShortTakesNoMoreThanAllTheOthers() {
        TimeAxis axis = axis(18 + 21_600, 5, 16, 18);
        assertThat(axis.breaks()).singleElement().satisfies(gap -> {
            assertThat(gap.length()).isEqualTo("6 h");
            assertThat(gap.width()).isCloseTo(50, within(0.01));
        });
        assertThat(axis.percent(s(16))).isCloseTo(100 * 16 / 36.0, within(0.01));
    }

    @Test
    void ticksAreFarEnoughApartForAPhone() {
        TimeAxis axis = axis(86_400);
        for (int i = 1; i < axis.ticks().size(); i++) {
            assertThat(axis.ticks().get(i).percent() - axis.ticks().get(i - 1).percent())
                    .isGreaterThanOrEqualTo(14);
        }
    }
}
