package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadTraceTest {

    private static double at(LoadTrace trace, int seconds) {
        return trace.at(Duration.ofSeconds(seconds));
    }

    @Test
    void isAStraightLineBetweenPointsAndFlatOutside() {
        LoadTrace trace = LoadTrace.csv("seconds,load\n# morning\n10,1000\n\n70, 2000\n");

        assertThat(at(trace, 0)).isEqualTo(1000);
        assertThat(at(trace, 40)).isEqualTo(1500);
        assertThat(at(trace, 70)).isEqualTo(2000);
        assertThat(at(trace, 900)).isEqualTo(2000);
        assertThat(LoadTrace.csv("0,1000\n60,2000").at(Duration.ofSeconds(30))).isEqualTo(1500);
    }

    @Test
    void multipliesFromAMomentOnUntilTheNextFactor() {
        LoadTrace spike =
                LoadTrace.constant(500).times(3, Duration.ofSeconds(60)).times(1, Duration.ofSeconds(120));

        assertThat(at(spike, 59)).isEqualTo(500);
        assertThat(at(spike, 60)).isEqualTo(1500);
        assertThat(at(spike, 120)).isEqualTo(500);
    }

    @Test
    void namesEveryBadLineAtOnce() {
        assertThatThrownBy(() -> LoadTrace.csv("0,1000\nx,5\n60\n50,-1\n40,7\n30,8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "load trace: line 2 is 'x,5'; line 3 is '60'; line 4 is '50,-1'; line 6 is '30,8'. Wanted are"
                                + " lines 'seconds,load' with rising seconds, such as '60,2000'");
        assertThatThrownBy(() -> LoadTrace.csv("")).hasMessageContaining("there is no line of load");
    }
}
