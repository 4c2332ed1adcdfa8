package io.jenkins.plugins.greyrelease.jenkins.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BriefingTest {

    @Test
    void aVoterIsShownWhatIsNewInThePods() {
        assertThat(Briefing.changes(List.of())).isEmpty();
        assertThat(Briefing.changes(List.of("spec.containers.cart.image: 1 → 2")))
                .containsExactly("new in the pods:", "  spec.containers.cart.image: 1 → 2");
        assertThat(Briefing.changes(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")))
                .hasSize(10)
                .endsWith("  and 2 more");
    }

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
