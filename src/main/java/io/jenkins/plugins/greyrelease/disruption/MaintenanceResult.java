package io.jenkins.plugins.greyrelease.disruption;

import java.util.List;

/**
 * How a maintenance ended.
 *
 * @param outcome what became of it
 * @param reason why, if it is not DONE; empty otherwise
 * @param rounds the nodes that this process drained together and that were worked on
 * @param skipped nodes that somebody else had cordoned: untouched
 * @param evicted pods that this process evicted
 */
public record MaintenanceResult(
        Outcome outcome, String reason, List<List<String>> rounds, List<String> skipped, int evicted) {

    /** What became of it. */
    public enum Outcome {
        /** All nodes are through. */
        DONE,
        /** Nothing was touched. */
        REFUSED,
        /** The block failed; the nodes of its round stay cordoned. */
        FAILED,
        /** Stopped; our nodes take pods again. */
        ABORTED,
        /** The drain hangs or somebody interfered; the nodes of the round stay cordoned, and running it again goes on. */
        OPEN
    }

    public MaintenanceResult {
        rounds = rounds.stream().map(List::copyOf).toList();
        skipped = List.copyOf(skipped);
    }
}
