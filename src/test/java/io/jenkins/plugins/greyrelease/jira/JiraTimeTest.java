package io.jenkins.plugins.greyrelease.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JiraTimeTest {

    @Test
    void timesOfAllJirasAreReadAndWhatIsNoneIsNamed() {
        Instant time = Instant.parse("2026-01-05T08:00:03.123Z");
        assertThat(JiraTime.read("2026-01-05T08:00:03.123+0000")).isEqualTo(time);
        assertThat(JiraTime.read("2026-01-05T10:00:03.123+0200")).isEqualTo(time);
        assertThat(JiraTime.read("2026-01-05T10:00:03.123+02:00")).isEqualTo(time);
        assertThat(JiraTime.read("2026-01-05T08:00:03.123Z")).isEqualTo(time);
        assertThatThrownBy(() -> JiraTime.read("yesterday"))
                .isInstanceOf(JiraException.class)
                .hasMessage("Jira says 'yesterday' where a time should be; is this the right address?");
    }
}
