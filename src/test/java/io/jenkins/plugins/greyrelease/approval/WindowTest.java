package io.jenkins.plugins.greyrelease.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Window OFFICE =
            Window.of("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;BYHOUR=9", Duration.ofHours(8), "Europe/Berlin");

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    /** 2026-11-19 is a Thursday, and Berlin an hour ahead. */
    @Test
    void itIsOpenFromItsStartForItsLengthInItsOwnTime() {
        assertThat(OFFICE.open(at("2026-11-19T07:59:59Z"))).isFalse();
        assertThat(OFFICE.open(at("2026-11-19T08:00:00Z"))).isTrue();
        assertThat(OFFICE.open(at("2026-11-19T15:59:59Z"))).isTrue();
        assertThat(OFFICE.open(at("2026-11-19T16:00:00Z"))).isFalse();
        assertThat(OFFICE.open(at("2026-11-20T10:00:00Z"))).as("a Friday").isFalse();
    }

    @Test
    void afterThursdayItOpensOnMondayAndInSummerAnHourEarlierByTheWorldsClock() {
        assertThat(OFFICE.opens(at("2026-11-19T16:30:00Z"))).contains(at("2026-11-23T08:00:00Z"));
        assertThat(OFFICE.opens(at("2026-07-16T16:30:00Z"))).contains(at("2026-07-20T07:00:00Z"));
        assertThat(OFFICE.opens(at("2026-11-19T10:00:00Z"))).contains(at("2026-11-19T10:00:00Z"));
    }

    @Test
    void aRuleWithoutAnHourBeginsAtMidnight() {
        Window fridays = Window.of("FREQ=WEEKLY;BYDAY=FR", Duration.ofDays(1), "UTC");
        assertThat(fridays.opens(at("2026-11-19T10:00:00Z"))).contains(at("2026-11-20T00:00:00Z"));
        assertThat(fridays.open(at("2026-11-20T23:59:59Z"))).isTrue();
    }

    @Test
    void aRuleThatHasEndedOpensNeverAgain() {
        Window once = Window.of("FREQ=DAILY;UNTIL=20260101T000000Z", Duration.ofHours(1), "UTC");
        assertThat(once.opens(at("2026-11-19T10:00:00Z"))).isEmpty();
        assertThat(once.open(at("2026-11-19T00:10:00Z"))).isFalse();
    }

    @Test
    void windowsThatOverlapAreOpenThroughout() {
        Window all = Window.of("FREQ=DAILY", Duration.ofHours(30), "UTC");
        assertThat(all.open(at("2026-11-19T00:00:00Z"))).isTrue();
        assertThat(all.open(at("2026-11-19T23:59:59Z"))).isTrue();
    }

    @Test
    void whatIsNoWindowIsRefusedWithWhatIsAllowed() {
        Duration hour = Duration.ofHours(1);
        assertThatThrownBy(() -> Window.of("every monday", hour, "UTC"))
                .hasMessageContaining("'every monday' is no recurrence rule of RFC 5545, such as 'FREQ=WEEKLY;");
        assertThatThrownBy(() -> Window.of("FREQ=MINUTELY", hour, "UTC"))
                .hasMessage("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY");
        assertThatThrownBy(() -> Window.of("FREQ=DAILY;COUNT=3", hour, "UTC")).hasMessageContaining("use UNTIL");
        assertThatThrownBy(() -> Window.of("FREQ=DAILY", hour, "Berlin")).hasMessageContaining("is no time zone");
        assertThatThrownBy(() -> Window.of("FREQ=DAILY", Duration.ZERO, "UTC"))
                .hasMessageContaining("must be more than 0");
        assertThatThrownBy(() -> Window.of("FREQ=DAILY;UNTIL=20260101", hour, "UTC"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
