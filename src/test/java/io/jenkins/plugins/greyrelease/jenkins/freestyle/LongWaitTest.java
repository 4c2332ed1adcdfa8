package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongWaitTest {
    private static final StepOutcome BACK = new StepOutcome(Status.ABORTED, "rolled back", Map.of());

    private final CompletableFuture<StepOutcome> end = new CompletableFuture<>();
    private final LongWait waiting = new LongWait(end);
    private final List<String> aborted = new ArrayList<>();

    @AfterEach
    void leaveNoInterruptBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void waitsForTheEnd() throws InterruptedException {
        end.complete(new StepOutcome(Status.SUCCESS, "", Map.of()));
        assertThat(waiting.outcome(() -> "ann", aborted::add).status()).isEqualTo(Status.SUCCESS);
        assertThat(waiting.wasInterrupted()).isFalse();
        assertThat(aborted).isEmpty();
    }

    @Test
    void anInterruptStopsTheReleaseOnBehalfOfWhoDidItAndTheWaitGoesOn() throws InterruptedException {
        Thread.currentThread().interrupt();
        StepOutcome outcome = waiting.outcome(() -> "Aborted by ann", by -> {
            aborted.add(by);
            end.complete(BACK);
        });
        assertThat(outcome).isEqualTo(BACK);
        assertThat(waiting.wasInterrupted()).isTrue();
        assertThat(aborted).containsExactly("Aborted by ann");
    }

    @Test
    void aSecondInterruptEndsTheWaitButNotTheRelease() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> waiting.outcome(() -> "ann", by -> {
                    aborted.add(by);
                    Thread.currentThread().interrupt();
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(aborted).containsExactly("ann");
        assertThat(end).isNotDone();
    }
}
