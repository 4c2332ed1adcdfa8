package io.jenkins.plugins.greyrelease.disruption;

import io.jenkins.plugins.greyrelease.plan.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a maintenance finds its cluster before it touches anything.
 *
 * @param choice which nodes, and how far each is
 * @param plan the rounds for what is left
 * @param problems why it must not begin; empty: it may
 * @param notes what people should know
 */
record MaintenanceOpening(NodeChoice choice, RoundPlan plan, List<String> problems, List<String> notes) {

    static MaintenanceOpening of(DrainSight sight, MaintenanceSpec spec, Instant now) {
        Problems problems = new Problems();
        NodeChoice choice = NodeChoice.of(sight, spec, problems);
        DrainReview review = DrainReview.of(sight, choice.todo(), spec.dropData(), now);
        review.problems().forEach(problems::add);
        List<String> left = new ArrayList<>(choice.todo());
        left.addAll(choice.round());
        RoundPlan plan = RoundPlanner.plan(DrainTasks.of(sight, left, spec.maxParallel()));
        if (choice.round().isEmpty()) {
            plan.crowded()
                    .forEach((node, pod) -> problems.add("pod " + pod + " on " + node
                            + " finds no room on the nodes left; add a node, or free one"));
        }
        if (problems.none() && left.isEmpty() && choice.done().isEmpty()) {
            problems.add("no node is left to be drained: " + choice.skipped() + " were cordoned by somebody else");
        }
        return new MaintenanceOpening(choice, plan, problems.found(), notes(spec, choice, plan, review));
    }

    private static List<String> notes(MaintenanceSpec spec, NodeChoice choice, RoundPlan plan, DrainReview review) {
        List<String> notes = new ArrayList<>();
        choice.skipped().forEach(node -> notes.add(node + " was cordoned by somebody else: it is left as it is"));
        notes.addAll(review.notes());
        if (choice.last() > 0) {
            notes.add("goes on with maintenance " + spec.id() + ": " + choice.done() + " are through, " + choice.round()
                    + " are cordoned");
        }
        int left = choice.todo().size() + choice.round().size();
        notes.add("drains " + left + (left == 1 ? " node" : " nodes") + " in "
                + plan.rounds().size()
                + (plan.rounds().size() == 1 ? " round" : " rounds") + "; fewer than " + plan.bound()
                + " cannot be");
        return notes;
    }
}
