package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        Briefing.Commit commit = new Briefing.Commit("a1b2c3", "alice", "Fix the basket");
        assertThat(Briefing.commits(List.of(commit)))
                .containsExactly(
                        "1 commit since the last run that succeeded, by alice:", "  a1b2c3 alice: Fix the basket");
        assertThat(Briefing.commits(List.of(commit, commit, commit, commit, commit, commit, commit)))
                .hasSize(7)
                .endsWith("  and 2 more");
    }

    @Test
    void aVoterIsShownHowTheBatchAndTheCheckBeforeItWent() {
        Instant at = Instant.parse("2026-01-05T08:00:00Z");
        List<ReleaseEvent> soFar = List.of(
                event(at, Kind.BATCH_STARTED, 1, "1 of 4 pods"),
                event(at.plusSeconds(40), Kind.BATCH_REACHED, 1, "1 pod serves"),
                event(at.plusSeconds(100), Kind.CHECK_PASSED, 1, "check of batch 1 passed"),
                event(at.plusSeconds(100), Kind.BATCH_STARTED, 2, "2 of 4 pods"),
                event(at.plusSeconds(110), Kind.WARNING, 2, "a quota is nearly full"),
                event(at.plusSeconds(125), Kind.BATCH_REACHED, 2, "2 pods serve"));
        assertThat(Briefing.course(soFar, Desk.BATCH))
                .containsExactly(
                        "batch 2 in gd9-a: 2 pods serve (after 25s)",
                        "the last check: batch 1 in gd9-a passed (after 1m)",
                        "warned of, in gd9-a: a quota is nearly full");
        assertThat(Briefing.course(List.of(), Desk.BATCH)).isEmpty();
    }

    private static ReleaseEvent event(Instant at, Kind kind, int batch, String text) {
        return new ReleaseEvent(at, kind, Optional.of("gd9-a"), batch, text);
    }
}
