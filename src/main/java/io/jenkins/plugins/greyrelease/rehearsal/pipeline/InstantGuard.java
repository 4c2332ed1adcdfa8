package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import java.time.Duration;

/** Ends a run that calls steps for ever without letting time pass. */
final class InstantGuard {

    /** More steps than a sane run has at one virtual moment. */
    static final int MOST = 20_000;

    private Duration moment = Duration.ZERO;
    private int steps;

    /** Counts a step; an error so that no {@code catch} in the loop hides it. */
    void step(Duration now, Position at) {
        steps = now.equals(moment) ? steps + 1 : 1;
        moment = now;
        if (steps > MOST) {
            throw new UsageError(at, MOST + " steps ran without any time passing: this loop would never end");
        }
    }
}
