package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes a maintenance has to do with, and how far each is, told from the nodes alone.
 *
 * @param todo not begun
 * @param round cordoned by this maintenance: their round is not over
 * @param done through
 * @param skipped cordoned by somebody else
 * @param last number of the last round that was begun, 0 if none was
 * @param ended whether all were through and only marks are left
 */
record NodeChoice(
        List<String> todo, List<String> round, List<String> done, List<String> skipped, int last, boolean ended) {

    /** Sorts the nodes; what is wrong with them is noted. */
    static NodeChoice of(DrainSight sight, MaintenanceSpec spec, Problems problems) {
        List<String> todo = new ArrayList<>();
        List<String> round = new ArrayList<>();
        List<String> done = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        int last = 0;
        boolean ended = false;
        for (String name : names(sight, spec, problems)) {
            Node node = sight.nodes().get(name);
            Optional<NodeMark> mark = NodeMark.on(node);
            boolean ours = mark.filter(each -> each.id().equals(spec.id())).isPresent();
            last = Math.max(last, ours ? mark.get().round() : 0);
            if (mark.isPresent() && !ours) {
                problems.bad(
                        "nodes",
                        name,
                        "is in maintenance " + mark.get().id()
                                + ", which was asked for other nodes; let that one end or run"
                                + " it again, or take the labels grey-release/maintenance... off the node and"
                                + " uncordon it");
            } else if (ours && mark.get().phase().compareTo(NodeMark.Phase.DONE) >= 0) {
                done.add(name);
                ended |= mark.get().phase() == NodeMark.Phase.ENDED;
            } else if (ours && NodeMark.cordoned(node)) {
                round.add(name);
            } else if (NodeMark.cordoned(node)) {
                skipped.add(name);
            } else {
                todo.add(name);
            }
        }
        return new NodeChoice(todo, round, done, skipped, last, ended);
    }

    private static TreeSet<String> names(DrainSight sight, MaintenanceSpec spec, Problems problems) {
        TreeSet<String> names = new TreeSet<>();
        for (String term : spec.nodes()) {
            List<String> found = sight.nodes().values().stream()
                    .filter(node -> isMeant(node, term))
                    .map(node -> node.getMetadata().getName())
                    .toList();
            if (found.isEmpty()) {
                problems.bad(
                        "nodes",
                        term,
                        (term.contains("=") ? "no node of " : "is no node of ")
                                + spec.cluster()
                                + (term.contains("=") ? " has this label" : ""));
            }
            names.addAll(found);
        }
        return names;
    }

    private static boolean isMeant(Node node, String term) {
        if (!term.contains("=")) {
            return term.equals(node.getMetadata().getName());
        }
        return Arrays.stream(term.split(",")).allMatch(each -> {
            String[] pair = each.strip().split("=", 2);
            return pair.length == 2
                    && node.getMetadata().getLabels() != null
                    && pair[1].equals(node.getMetadata().getLabels().get(pair[0]));
        });
    }

    /** The same without nodes that are not to be begun again: one that was made anew has lost its mark. */
    NodeChoice without(Collection<String> through) {
        List<String> left =
                todo.stream().filter(each -> !through.contains(each)).toList();
        return new NodeChoice(left, round, done, skipped, last, ended);
    }

    /** Everything that is ours to tidy up, and these nodes, the last of which is one of them if there are any. */
    List<String> marked(List<String> also) {
        Set<String> all = new LinkedHashSet<>(round);
        all.addAll(done);
        all.removeAll(also);
        all.addAll(also);
        return List.copyOf(all);
    }
}
