package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.approval.Account;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalPeopleTest {
    private static final Account BOB = new Account("bob", "bob@corp.example", "Alice");

    @Test
    void ofATicketsPeopleThoseCountWhomTheApproversNameByWhatTheyLogInWith() {
        assertThat(new TerminalPeople(List.of("bob"), false).known(BOB)).contains("bob");
        assertThat(new TerminalPeople(List.of("bob@corp.example"), false).known(BOB))
                .contains("bob@corp.example");
        assertThat(new TerminalPeople(List.of("Alice"), false).known(BOB))
                .as("people choose what they are shown as")
                .isEmpty();
        assertThat(new TerminalPeople(List.of(), false).known(BOB)).contains("bob");
        assertThat(new TerminalPeople(List.of(), false).known(new Account("", "", "Alice")))
                .isEmpty();
    }

    @Test
    void whoRunsItIsNoApproverForThatUnlessYesSaysSo() {
        List<String> approvers = List.of("bob");
        assertThat(new TerminalPeople(approvers, false).isOneOf("dave", approvers))
                .isFalse();
        assertThat(new TerminalPeople(approvers, false).isOneOf("bob", approvers))
                .isTrue();
        assertThat(new TerminalPeople(approvers, true).isOneOf("dave", approvers))
                .isTrue();
        assertThat(new TerminalPeople(List.of(), false).isOneOf("dave", List.of()))
                .isTrue();
    }

    @Test
    void approversWhoAreNotHereCanAnswerInATicketButNotSeveralOfThem() {
        ApprovalLimits limits = new ApprovalLimits("dave", false);
        limits.check(ManualApprovalArgs.from(Map.of("message", "go?", "approvers", "bob", "issue", "CHG-1")));
        assertThatThrownBy(() -> limits.check(ManualApprovalArgs.from(Map.of("message", "go?", "approvers", "bob"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("dave is not bob; --yes answers for them, and with 'issue' they can in a ticket");
        assertThatThrownBy(() ->
                        limits.check(ManualApprovalArgs.from(Map.of("message", "go?", "quorum", 2, "issue", "CHG-1"))))
                .hasMessageContaining("quorum: 2 votes come from as many people");
    }
}
