package io.jenkins.plugins.greyrelease.disruption;

import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import java.util.ArrayList;
import java.util.List;

/** How far a maintenance has come. Everything on its own executor. */
final class MaintenanceTally {
    private final List<List<String>> worked = new ArrayList<>();
    private List<String> skipped = List.of();
    private int evicted;
    private int number;
    private int rounds;

    /** What is left, as it is seen and planned before a round. */
    void left(NodeChoice choice, RoundPlan plan) {
        skipped = choice.skipped();
        number = Math.max(number, choice.last());
        rounds = number + plan.rounds().size() - (choice.round().isEmpty() ? 0 : 1);
    }

    /** Number of the round under way, or of the last one; from 1, whichever process began it. */
    int number() {
        return number;
    }

    /** How many rounds there will be, as planned now. */
    int rounds() {
        return rounds;
    }

    /** Another round begins. */
    void begin() {
        number++;
    }

    /** The block is through with a round. */
    void worked(DrainRound round) {
        worked.add(round.nodes());
        evicted += round.evicted();
    }

    /** All nodes of the rounds that are through. */
    List<String> through() {
        return worked.stream().flatMap(List::stream).distinct().toList();
    }

    /** @param underWay the round that is not through; null: there is none */
    MaintenanceResult result(Outcome outcome, String reason, DrainRound underWay) {
        int here = underWay == null ? 0 : underWay.evicted();
        return new MaintenanceResult(outcome, reason, worked, skipped, evicted + here);
    }
}
