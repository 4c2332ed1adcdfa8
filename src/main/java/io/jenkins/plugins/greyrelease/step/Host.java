package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a step needs of its surroundings: a rehearsal or Jenkins. Methods may be called from any thread and must not
 * block.
 */
public interface Host {

    /** Writes a line to the run's log. */
    void log(String line);

    /** The clusters. */
    Fleet fleet();

    /** Time. */
    Scheduler scheduler();

    /** Randomness. */
    Ids ids();

    /** The engine that carries out releases; one for all steps of the process. */
    Releases releases();

    /** Who started the run, for records. */
    String user();

    /**
     * Reads a text file of the workspace.
     *
     * @return fails if it is not there
     */
    CompletableFuture<String> readFile(String path);

    /**
     * Runs the step's block once. A step asks for the next run only after this one has ended.
     *
     * @param environment added for this run
     * @param label what the run is about, such as {@code batch 1 of 3 in gd9-a}
     * @return {@code Passed} when the block ended; {@code Aborted} if it was interrupted; {@code Rejected} for any other
     *     exception. The host keeps the exception, to throw it again when the step fails
     */
    CompletableFuture<ReleaseHooks.Verdict> runBlock(Map<String, String> environment, String label);

    /** Asks a person. */
    CompletableFuture<Answer> ask(Question question);

    /**
     * A question that holds the run.
     *
     * @param message what is to be decided
     * @param approvers who may answer; none: anybody
     * @param quorum how many have to say yes
     * @param separateDuties whether the run's starter may not answer
     * @param timeout after which nobody has answered; empty: never
     */
    record Question(
            String message, List<String> approvers, int quorum, boolean separateDuties, Optional<Duration> timeout) {
        public Question {
            approvers = List.copyOf(approvers);
        }
    }

    /** What came of a {@link Question}. */
    sealed interface Answer {
        /** Enough said yes. */
        record Approved(List<String> by) implements Answer {
            public Approved {
                by = List.copyOf(by);
            }
        }

        /** Somebody said no. */
        record Denied(String by, String reason) implements Answer {}

        /** Nobody answered in time. */
        record TimedOut() implements Answer {}

        /** The run was stopped. */
        record Aborted(String reason) implements Answer {}
    }
}
