package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits for an undertaking, if anybody does. After a restart of the controller a run may come back later than its
 * release: what the release asks is kept until then. Once the run is gone, every check is answered with an abort.
 *
 * <p>Thread-safe.
 */
final class Attendance {
    private Attendant present;
    private String gone;
    private Asked asked;
    private StepOutcome outcome;

    /** A run of the block that the release waits for. */
    private static final class Asked {
        final Map<String, String> environment;
        final String label;
        final CompletableFuture<Verdict> answer = new CompletableFuture<>();
        CompletableFuture<Verdict> forwarded;

        Asked(Map<String, String> environment, String label) {
            this.environment = environment;
            this.label = label;
        }
    }

    /** Somebody waits, again or for the first time. */
    void attach(Attendant attendant) {
        Asked open;
        StepOutcome end;
        synchronized (this) {
            present = attendant;
            gone = null;
            open = asked;
            end = outcome;
        }
        if (end != null) {
            attendant.ended(end);
        } else if (open != null) {
            forward(open, attendant);
        }
    }

    /** Nobody waits any more, nor will. */
    void leave(String why) {
        Asked open;
        synchronized (this) {
            present = null;
            gone = why;
            open = asked;
        }
        if (open != null) {
            open.answer.complete(new Verdict.Aborted(why));
        }
    }

    /** Whether nobody waits, nor will. */
    synchronized boolean forsaken() {
        return gone != null;
    }

    /** Whether somebody waits. */
    synchronized boolean attended() {
        return present != null;
    }

    void log(String line) {
        current().ifPresent(attendant -> attendant.log(line));
    }

    CompletableFuture<String> readFile(String path) {
        return current()
                .map(attendant -> attendant.readFile(path))
                .orElseGet(() -> CompletableFuture.failedFuture(new RefusedException(
                        "'" + path + "' cannot be read: the run that had it in its workspace is gone")));
    }

    CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        Asked mine = new Asked(environment, label);
        Attendant attendant;
        synchronized (this) {
            if (gone != null) {
                return CompletableFuture.completedFuture(new Verdict.Aborted(gone));
            }
            asked = mine;
            attendant = present;
        }
        mine.answer.whenComplete((verdict, failure) -> {
            CompletableFuture<Verdict> running;
            synchronized (this) {
                running = mine.forwarded;
                asked = asked == mine ? null : asked;
            }
            if (mine.answer.isCancelled() && running != null) {
                running.cancel(false);
            }
        });
        if (attendant != null) {
            forward(mine, attendant);
        }
        return mine.answer;
    }

    private void forward(Asked open, Attendant attendant) {
        CompletableFuture<Verdict> running = attendant.block(open.environment, open.label);
        synchronized (this) {
            open.forwarded = running;
        }
        if (open.answer.isCancelled()) {
            running.cancel(false);
        }
        running.whenComplete((verdict, failure) -> {
            if (failure == null) {
                open.answer.complete(verdict);
            } else if (!running.isCancelled()) {
                open.answer.completeExceptionally(failure);
            }
        });
    }

    /** The undertaking has ended. */
    void ended(StepOutcome end) {
        Attendant attendant;
        synchronized (this) {
            outcome = end;
            attendant = present;
        }
        if (attendant != null) {
            attendant.ended(end);
        }
    }

    private synchronized Optional<Attendant> current() {
        return Optional.ofNullable(present);
    }
}
