package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waiting in real time, without sleeping. */
final class Waiting {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private Waiting() {}

    /** Until it holds; fails after the longest. */
    static void until(Scheduler scheduler, String what, BooleanSupplier holds, Duration longest) {
        Duration limit = scheduler.elapsed().plus(longest);
        while (!holds.getAsBoolean()) {
            assertThat(scheduler.elapsed()).as("waiting for %s", what).isLessThan(limit);
            CompletableFuture<Void> tick = new CompletableFuture<>();
            scheduler.after(LOOK_AGAIN, () -> tick.complete(null));
            join(tick, what);
        }
    }

    /** For an answer; what failed comes out as it is. */
    static <T> T join(CompletableFuture<T> future, String what) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited for a minute for " + what, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError("waiting for " + what, e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("waiting for " + what, e);
        }
    }
}
