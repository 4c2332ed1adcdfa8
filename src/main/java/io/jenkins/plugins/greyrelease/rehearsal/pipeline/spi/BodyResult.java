package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Optional;

/**
 * How one run of a block ended.
 *
 * @param value the value of its last statement, null after a failure
 * @param failure what it threw; an {@link Interruption} is an abort
 * @param tally the steps it ran, at any depth
 */
public record BodyResult(Object value, Optional<Throwable> failure, Tally tally) {

    /** Whether it was aborted, rather than failed. */
    public boolean aborted() {
        return failure.filter(Interruption.class::isInstance).isPresent();
    }
}
