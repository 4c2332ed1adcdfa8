package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void readsTheSameNinetySecondsInEveryForm() {
        for (Object form : List.of(90, 90L, "90", "90s", "1m30s", "PT1M30S", "pt90s", Duration.ofSeconds(90))) {
            assertThat(Durations.parse(form)).isEqualTo(Duration.ofSeconds(90));
        }
        assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void refusesTheRest() {
        for (Object wrong : new Object[] {"", "soon", -1, "PT-1S", 1.5, null, "10 m", "1s1m"}) {
            assertThatThrownBy(() -> Durations.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a duration such as '90s'");
        }
    }

    @Test
    void showsTheShortForm() {
        assertThat(Durations.shown(Duration.ofSeconds(5400))).isEqualTo("1h30m");
        assertThat(Durations.shown(Duration.ZERO)).isEqualTo("0s");
    }

    @Property(tries = 200)
    void readsWhatItShows(@ForAll @LongRange(min = 0, max = 10_000_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Durations.parse(Durations.shown(duration))).isEqualTo(duration);
    }
}
