package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Vote;
import java.util.function.Consumer;

/** A place beside the run's own where people vote, such as a change ticket. */
@FunctionalInterface
public interface VoteSource {

    /**
     * Begins to watch.
     *
     * @param approval what is asked; the ballot of a vote is what its voter was shown
     * @param votes takes each vote, on any thread; one that was told before is harmless
     * @return ends it
     */
    Runnable watch(Approval approval, Consumer<Vote> votes);
}
