package io.jenkins.plugins.greyrelease.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who gets how many new pods when: a release's batches as waves over its clusters. Immutable.
 *
 * @param request what was asked
 * @param desired pods that each cluster wants, in the request's order of clusters
 * @param waves in order; in {@code sequence} all of the first cluster, then all of the second
 */
public record Plan(PlanRequest request, Map<String, Integer> desired, List<Wave> waves) {

    public Plan {
        desired = Collections.unmodifiableMap(new LinkedHashMap<>(desired));
        waves = List.copyOf(waves);
    }

    /**
     * Makes the plan.
     *
     * <p>Example: batches 1, 4, 5 over two clusters of ten in {@code sequence} are six waves of 1, 4, 5, 1, 4, 5 pods;
     * batches 4, rest in {@code even} are two waves of 2 + 2 and 8 + 8; in {@code fill}, of 4 + 0 and 6 + 10.
     *
     * @param desired pods per cluster, 0 or more, for every cluster of the request
     * @throws BadArgumentsException if a cluster's number is missing, or the batches do not cover a total, or cover more
     *     and the request is strict
     */
    public static Plan of(PlanRequest request, Map<String, Integer> desired) {
        Map<String, Integer> ordered = ordered(request, desired);
        check(request, ordered);
        return new Plan(request, ordered, Spreading.waves(request, ordered, List.of(), Map.of()));
    }

    /**
     * The plan of a release that began with other numbers: as {@link #of}, but batches that do not cover what is wanted by
     * now are no error, the last one takes the rest.
     *
     * @param desired pods per cluster, for every cluster of the request
     * @param begun see {@link #resized}
     */
    public static Plan underWay(PlanRequest request, Map<String, Integer> desired, Map<String, Integer> begun) {
        Map<String, Integer> ordered = ordered(request, desired);
        return new Plan(request, ordered, Spreading.waves(request, ordered, List.of(), begun));
    }

    /**
     * The plan after the desired numbers changed: waves that are done stay as they are, percentages are counted anew,
     * the last batch takes the rest, no target is below what its cluster has.
     *
     * @param newDesired pods per cluster, 0 or more, for every cluster of the request
     * @param done waves of this plan that are done; in {@code sequence} the first ones of each cluster
     * @param begun the number of the wave that runs in a cluster: the cluster stays in it, and it has its check, even
     *     where the waves that are done are enough by now. 1 and 2 pods are done, the third wave runs, and the app shrinks
     *     to 3
     * @throws BadArgumentsException if a cluster's number is missing
     */
    public Plan resized(Map<String, Integer> newDesired, List<Wave> done, Map<String, Integer> begun) {
        Map<String, Integer> ordered = ordered(request, newDesired);
        return ordered.equals(desired)
                ? this
                : new Plan(request, ordered, Spreading.waves(request, ordered, done, begun));
    }

    /** The identity that votes and labels bind; see {@link PlanRequest#hash}. */
    public String hash() {
        return request.hash();
    }

    /** The waves that change this cluster, in order. */
    public List<Wave> wavesOf(String cluster) {
        return waves.stream().filter(w -> w.in(cluster).isPresent()).toList();
    }

    /** Pods wanted over all clusters. */
    public int total() {
        return desired.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The plan for people: a line per wave, a column per cluster, pods added and reached. */
    public String table() {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("wave", "batch"));
        desired.forEach((cluster, pods) -> head.add(cluster + " (" + pods + ")"));
        rows.add(head);
        for (int i = 0; i < waves.size(); i++) {
            Wave wave = waves.get(i);
            List<String> row = new ArrayList<>(List.of(String.valueOf(i + 1), wave.batch() + "/" + wave.batches()));
            for (String cluster : desired.keySet()) {
                row.add(wave.in(cluster)
                        .map(t -> "+" + (t.to() - t.from()) + " = " + t.to())
                        .orElse("."));
            }
            rows.add(row);
        }
        return Tables.aligned(rows);
    }

    private static Map<String, Integer> ordered(PlanRequest request, Map<String, Integer> desired) {
        Problems problems = new Problems();
        Map<String, Integer> ordered = new LinkedHashMap<>();
        for (String cluster : request.clusters()) {
            Integer pods = desired.get(cluster);
            if (pods == null || pods < 0) {
                problems.bad("desired", pods, "pods of cluster " + cluster + " must be a number from 0");
            }
            ordered.put(cluster, pods);
        }
        problems.throwIfAny("plan of " + request.app());
        return ordered;
    }

    private static void check(PlanRequest request, Map<String, Integer> desired) {
        Problems problems = new Problems();
        if (request.spread() == Spread.SEQUENCE) {
            desired.forEach((cluster, pods) -> checkTotal(request, pods, "cluster " + cluster, problems));
        } else {
            int total = desired.values().stream().mapToInt(Integer::intValue).sum();
            checkTotal(request, total, desired.size() + " clusters together", problems);
        }
        problems.throwIfAny("plan of " + request.app());
    }

    private static void checkTotal(PlanRequest request, int total, String where, Problems problems) {
        int missing = Sizes.missing(request.batches(), total);
        int beyond = Sizes.beyond(request.batches(), total);
        if (missing > 0) {
            problems.bad(
                    "batches",
                    request.batches(),
                    "cover " + (total - missing) + " of the " + total + " pods of " + where + ", " + missing
                            + " are missing; make a batch bigger or end with 'rest'");
        } else if (beyond > 0 && request.strict() && total > 0) {
            problems.bad(
                    "batches",
                    request.batches(),
                    "cover " + (total + beyond) + " pods, " + where + " has " + total + ", " + beyond
                            + " too many; strict allows exactly the total");
        }
    }
}
