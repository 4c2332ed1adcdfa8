package io.jenkins.plugins.greyrelease.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before the next try: doubled each time, with jitter, so that a server that comes back is not asked
 * by everybody at once.
 *
 * <p>Example: first 200 ms, longest 30 s gives 0.1 to 0.2 s, then 0.2 to 0.4 s, … then 15 to 30 s. Not thread-safe.
 */
public final class Backoff {
    private static final int JITTER_STEPS = 36 * 36;

    private final Ids ids;
    private final Duration first;
    private final Duration longest;
    private int failures;

    /**
     * @param ids the source of randomness
     * @param first upper bound of the first delay
     * @param longest upper bound of all delays
     */
    public Backoff(Ids ids, Duration first, Duration longest) {
        this.ids = ids;
        this.first = first;
        this.longest = longest;
    }

    /** The next delay: between half and all of the current bound, which then doubles. */
    public Duration next() {
        long bound = first.toMillis() << Math.min(failures, 20);
        failures++;
        bound = Math.min(bound, longest.toMillis());
        return Duration.ofMillis(bound / 2 + bound / 2 * jitter() / (JITTER_STEPS - 1));
    }

    /** As {@link #next}, but at least what the server asked for, if it did. */
    public Duration next(Optional<Duration> asked) {
        Duration own = next();
        return asked.filter(least -> least.compareTo(own) > 0).orElse(own);
    }

    /** It worked: begin anew. */
    public void reset() {
        failures = 0;
    }

    /** How often in a row it has failed. */
    public int failures() {
        return failures;
    }

    private int jitter() {
        String random = ids.next(4);
        return Integer.parseInt(random.substring(2), 36);
    }
}
