package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.Times;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Finding.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a trace shows, in plain words: pure functions of the trace. */
public final class Findings {
    private Findings() {}

    /** All findings, the weightiest first. */
    public static List<Finding> of(Trace trace) {
        List<Finding> all = new ArrayList<>();
        violations(trace, all);
        open(trace, all);
        caught(trace, all);
        if (!trace.refused()) {
            all.addAll(CapacityFindings.of(trace));
        }
        rollbacks(trace, all);
        assumedChecks(trace, all);
        BudgetFindings.of(trace).stream()
                .filter(finding -> !trace.refused() || finding.weight() != Weight.GOOD)
                .forEach(all::add);
        frozen(trace, all);
        longestWait(trace, all);
        all.sort(Comparator.comparing(Finding::weight).reversed());
        return List.copyOf(all);
    }

    private static void violations(Trace trace, List<Finding> all) {
        if (trace.violations().isEmpty()) {
            return;
        }
        Violation first = trace.violations().get(0);
        String where = first.cluster() == null ? "" : " in " + first.cluster();
        all.add(new Finding(
                Weight.PROBLEM,
                "Grey Release broke one of its own rules (" + trace.violations().size() + " times, first at "
                        + Times.clock(first.at()) + where + "): " + first.invariant() + ": " + first.text()
                        + ". This is a fault of Grey Release: please report it with this command: " + trace.replay()));
    }

    private static void open(Trace trace, List<Finding> all) {
        for (ClusterOutcome outcome : trace.outcomes()) {
            if (outcome.result().open()) {
                all.add(new Finding(
                        Weight.PROBLEM,
                        outcome.app() + " in " + outcome.cluster() + " is left "
                                + outcome.result().title().replace(", open", "") + "; somebody has to end it"
                                + (outcome.remark().isEmpty() ? "." : ": " + sentence(outcome.remark()))));
            }
        }
    }

    private static void caught(Trace trace, List<Finding> all) {
        Optional<Mark> alarm = trace.marks().stream()
                .filter(mark -> mark.kind() == Mark.Kind.CHECK_FAILED)
                .findFirst()
                .or(() -> trace.marks().stream()
                        .filter(mark -> mark.kind() == Mark.Kind.ROLLBACK)
                        .findFirst());
        alarm.flatMap(mark -> Exposure.until(trace, mark)).ifPresent(seen -> {
            String text = seen.share() == 0
                    ? "No request reached it: no pod of it was ever ready."
                    : "By then it had served at most " + percent(seen.share()) + " of the requests in "
                            + seen.cluster() + " (" + seen.newReady() + " of " + seen.ready() + " serving pods), "
                            + percent(seen.fleetShare()) + " over all clusters.";
            all.add(new Finding(Weight.WARNING, seen.batch() + " stopped the new version. " + text));
        });
    }

    private static void rollbacks(Trace trace, List<Finding> all) {
        List<ClusterOutcome> back = trace.outcomes().stream()
                .filter(outcome -> outcome.rolledBackIn() != null)
                .toList();
        if (back.isEmpty()) {
            return;
        }
        String each = back.stream()
                .map(outcome -> Times.words(outcome.rolledBackIn()) + " in " + outcome.cluster())
                .collect(Collectors.joining(", "));
        all.add(new Finding(Weight.INFO, "Going back to the old version took " + each + " from the order to the end."));
    }

    private static void assumedChecks(Trace trace, List<Finding> all) {
        long flowOnly = trace.checks().stream().filter(Check::flowOnly).count();
        if (flowOnly > 0) {
            all.add(new Finding(
                    Weight.WARNING,
                    flowOnly + " of " + trace.checks().size() + " checks were only assumed to pass, because nothing in"
                            + " them can be simulated. Give answers in rehearsal.yaml to rehearse them (flow only)."));
        }
        long stepless = trace.checks().stream()
                .filter(check -> check.passed() && check.realSteps() == 0 && check.assumedSteps() == 0)
                .count();
        if (stepless > 0) {
            all.add(new Finding(
                    Weight.INFO,
                    stepless + " of " + trace.checks().size()
                            + " checks passed without a step: nothing but the pods' own"
                            + " readiness was checked there."));
        }
    }

    private static void frozen(Trace trace, List<Finding> all) {
        for (String cluster : trace.clusters()) {
            Duration total = Duration.ZERO;
            Duration since = null;
            for (Mark mark : trace.marks()) {
                if (!cluster.equals(mark.cluster())) {
                    continue;
                }
                if (mark.kind() == Mark.Kind.FREEZE && since == null) {
                    since = mark.at();
                } else if (mark.kind() == Mark.Kind.THAW && since != null) {
                    total = total.plus(mark.at().minus(since));
                    since = null;
                }
            }
            if (since != null) {
                all.add(new Finding(
                        Weight.PROBLEM,
                        "The autoscaler in " + cluster + " is still frozen, since " + Times.clock(since) + "."));
            }
            if (!total.isZero()) {
                all.add(new Finding(
                        Weight.INFO,
                        "The autoscaler in " + cluster + " was frozen for " + Times.words(total)
                                + "; load was not followed meanwhile."));
            }
        }
    }

    private static void longestWait(Trace trace, List<Finding> all) {
        trace.steps().stream()
                .filter(step -> List.of("input", "manualApproval", "sleep", "waitUntil", "lock")
                        .contains(step.name()))
                .filter(step -> step.took().compareTo(Duration.ofSeconds(1)) > 0)
                .max(Comparator.comparing(StepSpan::took))
                .ifPresent(step -> all.add(new Finding(
                        Weight.INFO,
                        "The longest wait was " + Times.words(step.took()) + " in " + step.name()
                                + (step.label().isEmpty() ? "" : " (" + step.label() + ")") + ", from "
                                + Times.clock(step.start()) + ".")));
    }

    static String percent(double share) {
        double percent = share * 100;
        return percent > 0 && percent < 1 ? "less than 1 %" : String.format(Locale.ROOT, "%d %%", Math.round(percent));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
