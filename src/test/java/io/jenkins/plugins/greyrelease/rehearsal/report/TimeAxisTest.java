package io.jenkins.plugins.greyrelease.rehearsal.report;

import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.pods;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.recorder;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceRecorder;
import org.junit.jupiter.api.Test;

class TimeAxisTest {

    @Test
    void isEvenWhenSomethingHappensAllTheTime() {
        TraceRecorder recorder = recorder("a");
        for (int i = 0; i < 10; i++) {
            recorder.sample(pods(i * 10, "a", i, 0));
        }
        TimeAxis axis = TimeAxis.of(recorder.finish(s(100), "SUCCESS", 1));
        assertThat(axis.percent(s(25))).isCloseTo(25, within(0.01));
        assertThat(axis.breaks()).isEmpty();
        assertThat(axis.ticks()).extracting(TimeAxis.Tick::label).contains("0:00", "0:30", "1:00");
    }

    @Test
    void aNightOfWaitingIsDrawnShortAndSaysHowLongItWas() {
        TraceRecorder recorder = recorder("a");
        recorder.sample(pods(600, "a", 1, 0));
        recorder.sample(pods(600 + 36_000, "a", 2, 0));
        TimeAxis axis = TimeAxis.of(recorder.finish(s(37_200), "SUCCESS", 1));
        assertThat(axis.breaks()).extracting(TimeAxis.Break::length).containsExactly("10 h");
        assertThat(axis.percent(s(600))).isGreaterThan(10);
        assertThat(axis.percent(s(36_600)) - axis.percent(s(600))).isLessThan(75);
        assertThat(axis.percent(s(37_200))).isCloseTo(100, within(0.01));
    }

    @Test
    void whatIsDrawnShortTakesNoMoreThanAllTheOthers() {
        TraceRecorder recorder = recorder("a");
        recorder.sample(pods(5, "a", 1, 0));
        recorder.sample(pods(16, "a", 2, 0));
        recorder.sample(pods(18, "a", 3, 0));
        TimeAxis axis = TimeAxis.of(recorder.finish(s(18 + 21_600), "SUCCESS", 1));
        assertThat(axis.breaks()).singleElement().satisfies(gap -> {
            assertThat(gap.length()).isEqualTo("6 h");
            assertThat(gap.width()).isCloseTo(50, within(0.01));
        });
        assertThat(axis.percent(s(16))).isCloseTo(100 * 16 / 36.0, within(0.01));
    }

    @Test
    void ticksAreFarEnoughApartForAPhone() {
        TimeAxis axis = TimeAxis.of(recorder("a").finish(s(86_400), "SUCCESS", 1));
        for (int i = 1; i < axis.ticks().size(); i++) {
            assertThat(axis.ticks().get(i).percent() - axis.ticks().get(i - 1).percent())
                    .isGreaterThanOrEqualTo(14);
        }
    }
}
