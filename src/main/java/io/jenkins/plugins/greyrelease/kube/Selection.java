package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Selects clusters by name and label. */
public final class Selection {
    private Selection() {}

    /**
     * The clusters that {@code wanted} selects, in its order; within a label in the fleet's order. A label skips the
     * clusters that were selected before it, so that {@code ['gd9-a', 'stage:prod']} is "gd9-a first, then the rest of
     * production".
     *
     * @param known the fleet, in order
     * @param wanted names or {@code label:value} ({@code idc:gd9}); none: all
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming all that are unknown or named twice
     */
    public static List<ClusterSpec> of(List<ClusterSpec> known, List<String> wanted) {
        Problems problems = new Problems();
        List<ClusterSpec> selected = of(known, wanted, problems);
        problems.throwIfAny("fleet");
        return selected;
    }

    /** As above, but notes what is wrong for others to say. */
    public static List<ClusterSpec> of(List<ClusterSpec> known, List<String> wanted, Problems problems) {
        if (wanted.isEmpty()) {
            return List.copyOf(known);
        }
        Set<ClusterSpec> selected = new LinkedHashSet<>();
        Set<String> asked = new TreeSet<>();
        for (String term : wanted) {
            if (!asked.add(term)) {
                problems.bad("clusters", term, "is named twice; name each cluster once");
            } else if (term.contains(":")) {
                byLabel(known, term, selected, problems);
            } else {
                byName(known, term, selected, problems);
            }
        }
        return new ArrayList<>(selected);
    }

    private static void byName(List<ClusterSpec> known, String name, Set<ClusterSpec> selected, Problems problems) {
        List<ClusterSpec> found = known.stream().filter(c -> c.isMeantBy(name)).toList();
        if (found.isEmpty()) {
            problems.bad("clusters", name, unknown(known, name));
        } else if (!selected.addAll(found)) {
            problems.bad("clusters", name, "is selected already by a label before it; name it first");
        }
    }

    private static String unknown(List<ClusterSpec> known, String name) {
        List<String> names = known.stream().map(ClusterSpec::name).toList();
        if (names.isEmpty()) {
            return "is not known: the fleet has no clusters";
        }
        return "is no cluster of the fleet" + Names.hint(name, names) + " (known: " + listed(names) + ")";
    }

    private static void byLabel(List<ClusterSpec> known, String term, Set<ClusterSpec> selected, Problems problems) {
        String key = term.substring(0, term.indexOf(':')).strip();
        String value = term.substring(term.indexOf(':') + 1).strip();
        List<ClusterSpec> found = known.stream().filter(c -> c.isMeantBy(term)).toList();
        if (found.isEmpty()) {
            Set<String> labels = known.stream()
                    .flatMap(c -> c.allLabels().entrySet().stream())
                    .map(e -> e.getKey() + ":" + e.getValue())
                    .collect(Collectors.toCollection(TreeSet::new));
            problems.bad(
                    "clusters",
                    term,
                    "selects no cluster of the fleet" + Names.hint(key + ":" + value, labels)
                            + (labels.isEmpty() ? "; no cluster has labels" : " (known: " + listed(labels) + ")"));
        }
        selected.addAll(found);
    }

    private static String listed(java.util.Collection<String> names) {
        int most = 20;
        String text = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() > most ? text + " and " + (names.size() - most) + " more" : text;
    }
}
