package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.approval.Window;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs.Comment;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs.OnTimeout;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManualApprovalArgsTest {

    @Test
    void theDefaultsAreThoseOfTheDesign() {
        assertThat(ManualApprovalArgs.from(Map.of("message", "go?")))
                .isEqualTo(new ManualApprovalArgs(
                        "go?",
                        new Rules(List.of(), 1, false, Map.of(), false, Optional.empty()),
                        Comment.NONE,
                        Optional.empty(),
                        OnTimeout.ABORT,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void everythingCanBeGiven() {
        Map<String, Object> given = Map.ofEntries(
                Map.entry("message", "go?"),
                Map.entry("approvers", "ops"),
                Map.entry("quorum", 2),
                Map.entry("separateDuties", true),
                Map.entry("timeout", "2h"),
                Map.entry("onTimeout", "fail"),
                Map.entry("reminders", "30m"),
                Map.entry("comment", "required"),
                Map.entry("delegates", List.of("alice:bob", "carol: dave")),
                Map.entry("window", "FREQ=DAILY;BYHOUR=9"),
                Map.entry("windowLength", "8h"),
                Map.entry("windowZone", "Europe/Berlin"),
                Map.entry("issue", "OPS-1"),
                Map.entry("approved", List.of("Signed", "Live")),
                Map.entry("declined", "No"));
        Window window = new Window("FREQ=DAILY;BYHOUR=9", Duration.ofHours(8), ZoneId.of("Europe/Berlin"));
        assertThat(ManualApprovalArgs.from(given))
                .isEqualTo(new ManualApprovalArgs(
                        "go?",
                        new Rules(
                                List.of("ops"),
                                2,
                                true,
                                Map.of("alice", "bob", "carol", "dave"),
                                true,
                                Optional.of(window)),
                        Comment.REQUIRED,
                        Optional.of(Duration.ofHours(2)),
                        OnTimeout.FAIL,
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.of(new TicketVotes("OPS-1", List.of("Signed", "Live"), List.of("No")))));
    }

    @Test
    void allThatIsWrongIsSaidTogether() {
        assertThatThrownBy(() -> ManualApprovalArgs.from(Map.of(
                        "quorum",
                        0,
                        "timeout",
                        0,
                        "aprovers",
                        "x",
                        "comment",
                        "maybe",
                        "delegates",
                        "bob",
                        "reminders",
                        "1s",
                        "windowLength",
                        "8h")))
                .hasMessageContaining("manualApproval: 8 problems")
                .hasMessageContaining("did you mean 'approvers'?")
                .hasMessageContaining("message: is missing")
                .hasMessageContaining("quorum: 0: must be a whole number from 1 to 100")
                .hasMessageContaining("timeout: 0: must be more than 0")
                .hasMessageContaining("comment: 'maybe': must be 'none' or 'optional' or 'required'")
                .hasMessageContaining("delegates: 'bob': must be pairs such as 'alice:bob'")
                .hasMessageContaining("reminders: '1s': must be a minute or more")
                .hasMessageContaining("windowLength is only for a 'window'");
        assertThatThrownBy(() -> ManualApprovalArgs.from(Map.of("message", "go?", "window", "mondays")))
                .hasMessageContaining("windowLength: is missing");
        assertThatThrownBy(() ->
                        ManualApprovalArgs.from(Map.of("message", "go?", "window", "mondays", "windowLength", "1h")))
                .hasMessageContaining("window: 'mondays' is no recurrence rule of RFC 5545");
    }
}
