package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.time.Duration;

/**
 * One run of the block of a release step.
 *
 * @param at when it ended, virtual time since the start
 * @param clusters those of the batch, separated by blanks
 * @param batch from 1
 * @param batches how many there are
 * @param passed whether the block ended well
 * @param realSteps steps in it that were really carried out
 * @param assumedSteps steps in it whose outcome was assumed
 */
public record Check(
        Duration at, String clusters, int batch, int batches, boolean passed, int realSteps, int assumedSteps) {

    /** Whether the outcome rests on assumptions alone. */
    public boolean flowOnly() {
        return assumedSteps > 0 && realSteps == 0;
    }
}
