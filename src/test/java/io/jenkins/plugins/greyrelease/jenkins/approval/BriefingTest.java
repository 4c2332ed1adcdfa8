package io.jenkins.plugins.greyrelease.jenkins.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BriefingTest {

    @Test
    void aVoterIsShownTheNewestCommits() {
        assertThat(Briefing.commits(List.of())).isEmpty();
        Duties.Commit commit = new Duties.Commit("a1b2c3", "alice", "Fix the basket");
        assertThat(Briefing.commits(List.of(commit)))
                .containsExactly("1 commit since the last run that succeeded, by alice:", "  a1b2c3 Fix the basket");
        assertThat(Briefing.commits(List.of(commit, commit, commit, commit, commit, commit, commit)))
                .hasSize(7)
                .endsWith("  and 2 more");
    }
}
