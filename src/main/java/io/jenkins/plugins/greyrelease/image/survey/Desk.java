package io.jenkins.plugins.greyrelease.image.survey;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.image.Limiter;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks registries, a few things at a time, each of them as long as it answers: once it does not, nothing more is asked of
 * it, since hundreds of images would each be waited for.
 *
 * <p>Thread-safe.
 */
final class Desk {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final Limiter limiter = new Limiter(AT_ONCE);
    private final Map<String, String> silent = new TreeMap<>();

    Desk(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** It did not answer, or not us. */
    static final class SilentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SilentException(String registry) {
            super("registry " + registry + " did not answer");
        }
    }

    /** Why each registry that does not answer does not, by name. */
    synchronized Map<String, String> silent() {
        return new TreeMap<>(silent);
    }

    /**
     * Asks.
     *
     * @return fails with a {@link SilentException}, or as the question did where only that could not be answered
     */
    <T> CompletableFuture<T> ask(Registries.Member member, Supplier<CompletableFuture<T>> question) {
        return limiter.run(() -> {
            if (silent().containsKey(member.name())) {
                return CompletableFuture.failedFuture(new SilentException(member.name()));
            }
            CompletableFuture<T> answer = new CompletableFuture<>();
            Scheduler.Timer timer = scheduler.after(PATIENCE, () -> {
                if (!answer.isDone()) {
                    silent(member.name(), "no answer within " + PATIENCE.toSeconds() + " s");
                    answer.completeExceptionally(new SilentException(member.name()));
                }
            });
            question.get().whenComplete((found, failure) -> {
                timer.cancel();
                if (failure == null) {
                    answer.complete(found);
                } else if (isSilence(failure)) {
                    silent(member.name(), HttpFailure.words(failure));
                    answer.completeExceptionally(new SilentException(member.name()));
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return answer;
        });
    }

    private synchronized void silent(String registry, String why) {
        silent.putIfAbsent(registry, why);
    }

    /** Whoever does not believe us answers nothing else either; a right that is missing may be that of one project. */
    private static boolean isSilence(Throwable failure) {
        return HttpFailure.in(failure)
                .filter(each -> each.passing() || each.reason() == Reason.UNAUTHORIZED)
                .isPresent();
    }
}
