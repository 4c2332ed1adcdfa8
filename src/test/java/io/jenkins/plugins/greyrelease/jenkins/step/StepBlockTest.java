package io.jenkins.plugins.greyrelease.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StepBlockTest {
    private static final Map<String, String> FIRST = Map.of("GREY_BATCH", "1");
    private static final Map<String, String> SECOND = Map.of("GREY_BATCH", "2");

    private final FakeBodies bodies = new FakeBodies();
    private final StepBlock block = new StepBlock();

    @Test
    void aRunThatPassesIsAPassedCheck() {
        CompletableFuture<Verdict> verdict = block.run(bodies, FIRST, "batch 1/2 gd9-a");
        assertThat(bodies.labels).containsExactly("batch 1/2 gd9-a");

        bodies.running().onSuccess(null, "anything");

        assertThat(verdict).isCompletedWithValue(new Verdict.Passed());
        assertThat(block.failure()).isEmpty();
    }

    @Test
    void aRunThatThrowsIsAFailedCheckAndKeepsWhatItThrew() {
        CompletableFuture<Verdict> verdict = block.run(bodies, FIRST, "one");

        bodies.running().onFailure(null, new IllegalStateException("too many errors"));

        assertThat(verdict).isCompletedWithValue(new Verdict.Rejected("too many errors"));
        assertThat(block.failure()).get().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCancelledCheckInterruptsItsRunAndTheNextWaitsForItsEnd() {
        CompletableFuture<Verdict> first = block.run(bodies, FIRST, "one");
        first.cancel(false);
        assertThat(bodies.cancelled()).isEqualTo(1);

        CompletableFuture<Verdict> second = block.run(bodies, SECOND, "two");
        assertThat(bodies.labels).containsExactly("one");
        bodies.running().onFailure(null, new IllegalStateException("interrupted"));

        assertThat(bodies.labels).containsExactly("one", "two");
        assertThat(second).isNotDone();
        assertThat(block.failure()).as("nobody wanted the first any more").isEmpty();
    }

    @Test
    void aRunThatBeganBeforeARestartIsJoinedAndNotRepeated() {
        block.run(bodies, FIRST, "one");
        StepBlock back = FakeBodies.copy(block);

        CompletableFuture<Verdict> verdict = back.run(bodies, FIRST, "one");
        FakeBodies.callbackOf(back).onSuccess(null, null);

        assertThat(bodies.labels).containsExactly("one");
        assertThat(verdict).isCompletedWithValue(new Verdict.Passed());
    }

    @Test
    void aRunThatEndedWhileNobodyListenedAnswersWhenItIsAskedFor() {
        block.run(bodies, FIRST, "one");
        StepBlock back = FakeBodies.copy(block);
        FakeBodies.callbackOf(back).onFailure(null, new IllegalStateException("bad"));

        assertThat(back.run(bodies, FIRST, "one")).isCompletedWithValue(new Verdict.Rejected("bad"));
        assertThat(back.run(bodies, FIRST, "again"))
                .as("asked once more, it runs once more")
                .isNotDone();
        assertThat(bodies.labels).containsExactly("one", "again");
    }

    @Test
    void theStepEndsOnlyWhenNoRunIsUnderWay() {
        AtomicBoolean idle = new AtomicBoolean();
        block.run(bodies, FIRST, "one");

        block.whenIdle(() -> idle.set(true));
        assertThat(idle).isFalse();
        assertThat(bodies.cancelled()).isEqualTo(1);
        bodies.running().onFailure(null, new IllegalStateException("interrupted"));

        assertThat(idle).isTrue();
    }

    @Test
    void aBlockThatCannotBeStartedIsAFailedCheck() {
        bodies.broken = true;

        assertThat(block.run(bodies, FIRST, "one")).isCompletedExceptionally();
        bodies.broken = false;
        assertThat(block.run(bodies, FIRST, "one")).isNotDone();
    }
}
