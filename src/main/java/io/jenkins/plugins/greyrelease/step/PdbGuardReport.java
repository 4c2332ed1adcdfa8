package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.disruption.BudgetFinding;
import io.jenkins.plugins.greyrelease.disruption.BudgetReview;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code pdbGuard} says in the end. */
final class PdbGuardReport {
    private static final int MOST_SHOWN = 10;

    private PdbGuardReport() {}

    /** What is left of what fails the step, a line each. */
    static List<String> failing(PdbGuardArgs args, Map<String, BudgetReview> reviews) {
        List<String> failing = new ArrayList<>();
        reviews.forEach((cluster, review) -> left(args, review).stream()
                .filter(finding -> args.failOn().contains(finding.flaw()))
                .forEach(finding -> failing.add("cluster " + cluster + ": " + finding.words())));
        return failing;
    }

    private static List<BudgetFinding> left(PdbGuardArgs args, BudgetReview review) {
        return args.fix() ? review.left() : review.findings();
    }

    /** The lines as one message; empty if there are none. */
    static String sentence(List<String> lines) {
        String shown = String.join("\n", lines.subList(0, Math.min(lines.size(), MOST_SHOWN)));
        return lines.size() > MOST_SHOWN
                ? shown + "\nand " + (lines.size() - MOST_SHOWN) + " more, see the log"
                : shown;
    }

    /** What the step returns. */
    static Map<String, Object> map(
            PdbGuardArgs args, Map<String, BudgetReview> reviews, Map<String, List<String>> done) {
        List<Map<String, Object>> clusters = new ArrayList<>();
        reviews.forEach((name, review) -> {
            Map<String, Object> cluster = new LinkedHashMap<>();
            cluster.put("cluster", name);
            cluster.put("deployments", review.apps());
            cluster.put("changed", List.copyOf(done.getOrDefault(name, List.of())));
            cluster.put(
                    "findings",
                    left(args, review).stream().map(PdbGuardReport::map).toList());
            clusters.add(cluster);
        });
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("namespace", args.namespace());
        map.put("ok", clusters.stream().allMatch(each -> ((List<?>) each.get("findings")).isEmpty()));
        map.put("clusters", clusters);
        return map;
    }

    private static Map<String, Object> map(BudgetFinding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("flaw", finding.flaw().name().toLowerCase(Locale.ROOT));
        map.put("apps", finding.apps());
        map.put("budgets", finding.budgets());
        map.put("problem", finding.problem());
        map.put("advice", finding.advice());
        return map;
    }
}
