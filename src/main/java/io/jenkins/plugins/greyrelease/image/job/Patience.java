package io.jenkins.plugins.greyrelease.image.job;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Tries calls again that failed for a reason that passes; each has the same end, done once or twice. */
final class Patience {
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int TRIES = 40;

    private final Scheduler scheduler;
    private final BooleanSupplier goesOn;

    /** @param goesOn whether anybody still waits for it */
    Patience(Scheduler scheduler, BooleanSupplier goesOn) {
        this.scheduler = scheduler;
        this.goesOn = goesOn;
    }

    <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> end = new CompletableFuture<>();
        attempt(call, 1, end);
        return end;
    }

    private <T> void attempt(Supplier<CompletableFuture<T>> call, int number, CompletableFuture<T> end) {
        call.get().whenComplete((answer, failure) -> {
            if (failure == null) {
                end.complete(answer);
            } else if (cause(failure) instanceof KubeException kube
                    && kube.passing()
                    && kube.reason() != KubeException.Reason.CONFLICT
                    && number < TRIES
                    && goesOn.getAsBoolean()) {
                scheduler.after(PAUSE, () -> attempt(call, number + 1, end));
            } else {
                end.completeExceptionally(cause(failure));
            }
        });
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
