package io.jenkins.plugins.greyrelease.jenkins.page;

import io.jenkins.plugins.greyrelease.image.survey.BaseReport;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The last survey of base images, for everybody who looks: a new one is begun when somebody looks and the last one is old,
 * never two at once, so that whoever loads a page again and again asks clusters and registries no more often.
 *
 * <p>Thread-safe; nothing blocks.
 */
final class BaseSurveys {
    /** So long the last one is good enough. */
    static final Duration FRESH = Duration.ofMinutes(5);

    private final Supplier<CompletableFuture<BaseReport>> surveys;
    private final Scheduler scheduler;
    private Look last = new Look(Optional.empty(), Optional.empty(), "", false);
    private Duration ended;

    /**
     * What there is to be seen.
     *
     * @param report of the last survey; empty: there was none yet
     * @param at when that ended, by the wall clock
     * @param problem why the last attempt came to nothing; empty: it did not
     * @param running whether one is under way
     */
    record Look(Optional<BaseReport> report, Optional<Instant> at, String problem, boolean running) {}

    BaseSurveys(Supplier<CompletableFuture<BaseReport>> surveys, Scheduler scheduler) {
        this.surveys = surveys;
        this.scheduler = scheduler;
    }

    /** Looks, and begins a survey if it is time for one. */
    Look look() {
        synchronized (this) {
            boolean fresh = ended != null && scheduler.elapsed().minus(ended).compareTo(FRESH) < 0;
            if (last.running() || fresh) {
                return last;
            }
            last = new Look(last.report(), last.at(), last.problem(), true);
        }
        CompletableFuture<BaseReport> survey;
        try {
            survey = surveys.get();
        } catch (RuntimeException e) {
            // such as a fleet with a mistake in it: that is for whoever looks
            survey = CompletableFuture.failedFuture(e);
        }
        survey.whenComplete(this::ended);
        return now();
    }

    private synchronized Look now() {
        return last;
    }

    private synchronized void ended(BaseReport report, Throwable failure) {
        ended = scheduler.elapsed();
        last = failure == null
                ? new Look(Optional.of(report), Optional.of(scheduler.now()), "", false)
                : new Look(last.report(), last.at(), String.valueOf(failure.getMessage()), false);
    }
}
