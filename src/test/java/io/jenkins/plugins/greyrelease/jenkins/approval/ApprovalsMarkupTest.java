package io.jenkins.plugins.greyrelease.jenkins.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.approval.Town;
import io.jenkins.plugins.greyrelease.approval.Vote;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApprovalsMarkupTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final Ballot BALLOT = new Ballot("r1", "cart", "a1b2", "cart@sha256:1", "1/3", "gd9-a");

    private static final Function<Approval, List<String>> KNOWN = approval -> List.of("new: <i>all</i>", "1 commit");

    private final Town town = new Town().group("ops", "alice", "bob");
    private final Approval asked = Approval.ask(
            "Approval7",
            "Go on with <b>cart</b>?",
            new Rules(List.of("ops"), 2, false, Map.of(), false, Optional.empty()),
            BALLOT,
            NOW,
            Optional.empty());

    private Approval with(String... people) {
        Approval voted = asked;
        for (String person : people) {
            voted = voted.vote(new Vote(person, true, NOW, "<script>", "page", BALLOT), town);
        }
        return voted;
    }

    @Test
    void everyVoteIsShownWithWhetherItCountsAndNothingThatPeopleTypeIsMarkup() {
        String page = ApprovalsMarkup.page(List.of(with("alice", "eve")), approval -> false, KNOWN, "crumb", "c1");

        assertThat(page)
                .contains(
                        "waiting, 1 of 2",
                        BALLOT.words(),
                        "new: &lt;i&gt;all&lt;/i&gt;\n1 commit</pre>",
                        "<td>alice</td><td>yes</td>",
                        "no: eve is not among the approvers")
                .doesNotContain("<script>", "<b>cart", "<form");
    }

    @Test
    void whoHasAVoteGetsAFormThatProvesWhereItComesFrom() {
        String page = ApprovalsMarkup.page(List.of(with("alice")), approval -> true, KNOWN, "crumb", "c1");

        assertThat(page).contains("<form method=\"post\" action=\"vote\"", "name=\"crumb\" value=\"c1\"");
        assertThat(ApprovalsMarkup.page(List.of(with("alice", "bob")), approval -> true, KNOWN, "crumb", "c1"))
                .as("decided")
                .doesNotContain("<form");
    }

    @Test
    void theBuildPageHasALineForEachAndTheJsonAllOfIt() throws Exception {
        Approval over = with("alice", "bob");
        assertThat(ApprovalsMarkup.summary(List.of(over), "grey-approvals/"))
                .contains("approved by alice, bob", "href=\"grey-approvals/\"")
                .doesNotContain("<b>cart");
        assertThat(ApprovalsMarkup.json(List.of(over), approval -> List.of()))
                .isEqualTo("{\"approvals\":[" + ApprovalJson.write(over) + "]}");
        assertThat(ApprovalsMarkup.json(List.of(over), KNOWN))
                .contains("\"briefing\":[\"new: <i>all</i>\",\"1 commit\"]");
    }
}
