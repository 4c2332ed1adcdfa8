package io.jenkins.plugins.greyrelease.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns batch sizes into waves over the clusters of one lane: pod by pod, so that nothing is ever taken back. */
final class Spreading {
    private final Map<String, Integer> desired;
    private final int total;
    private final boolean even;
    private final Map<String, Integer> placed = new LinkedHashMap<>();

    private Spreading(Map<String, Integer> desired, boolean even) {
        this.desired = desired;
        this.total = desired.values().stream().mapToInt(Integer::intValue).sum();
        this.even = even;
        desired.keySet().forEach(cluster -> placed.put(cluster, 0));
    }

    /**
     * The waves of a request, lane after lane.
     *
     * @param done waves that are done; kept as they are
     * @param begun clusters that stay in the wave of that number
     */
    static List<Wave> waves(
            PlanRequest request, Map<String, Integer> desired, List<Wave> done, Map<String, Integer> begun) {
        if (request.spread() != Spread.SEQUENCE) {
            return new Spreading(desired, request.spread() == Spread.EVEN).lane(request.batches(), done, begun);
        }
        List<Wave> waves = new ArrayList<>();
        desired.forEach((cluster, pods) -> waves.addAll(new Spreading(Map.of(cluster, pods), false)
                .lane(
                        request.batches(),
                        done.stream().filter(w -> w.in(cluster).isPresent()).toList(),
                        begun.containsKey(cluster) ? Map.of(cluster, begun.get(cluster)) : Map.of())));
        return waves;
    }

    /**
     * One lane. Waves that add nothing vanish; but an app of zero pods, alone or in a fleet, still gets its new
     * template: it rides in the last wave.
     */
    private List<Wave> lane(List<BatchSize> batches, List<Wave> done, Map<String, Integer> begun) {
        List<Map<String, Integer>> steps = new ArrayList<>();
        for (Wave wave : done) {
            Map<String, Integer> step = new LinkedHashMap<>();
            wave.targets().forEach(t -> step.put(t.cluster(), t.to() - t.from()));
            step.forEach((cluster, pods) -> placed.merge(cluster, pods, Integer::sum));
            steps.add(step);
        }
        List<Integer> before = done.stream().map(Wave::size).toList();
        List<Integer> sizes = Sizes.of(batches, before, total - reached(), total);
        for (int size : sizes.subList(done.size(), sizes.size())) {
            if (size > 0) {
                steps.add(step(size));
            }
        }
        begun.forEach((cluster, number) -> {
            while (steps.size() < number) {
                steps.add(new LinkedHashMap<>());
            }
            steps.get(number - 1).putIfAbsent(cluster, 0);
        });
        List<String> empty = desired.keySet().stream()
                .filter(cluster -> steps.stream().noneMatch(s -> s.containsKey(cluster)))
                .toList();
        if (!empty.isEmpty()) {
            if (steps.size() == done.size()) {
                // What is done is not changed any more.
                steps.add(new LinkedHashMap<>());
            }
            empty.forEach(cluster -> steps.get(steps.size() - 1).put(cluster, 0));
        }
        return numbered(steps);
    }

    /** Pods placed as far as they are still wanted: a cluster that was made smaller may have more than that. */
    private int reached() {
        return desired.entrySet().stream()
                .mapToInt(each -> Math.min(each.getValue(), placed.get(each.getKey())))
                .sum();
    }

    private Map<String, Integer> step(int pods) {
        Map<String, Integer> step = new LinkedHashMap<>();
        long reached = reached();
        for (int pod = 0; pod < pods; pod++) {
            String next = even ? mostUrgent(++reached) : firstWithRoom();
            placed.merge(next, 1, Integer::sum);
            step.merge(next, 1, Integer::sum);
        }
        return step;
    }

    /**
     * The cluster that gets the {@code n}-th pod: of those below their share of n pods, the one whose next pod is due
     * first, that is whose (pods + 1) / desired is smallest; the first of equals. This is the quota method (Balinski and
     * Young, "The Quota Method of Apportionment", American Mathematical Monthly 82, 1975): no cluster is ever a whole pod
     * from its share, and none loses a pod when n grows, which largest remainders would let happen (the Alabama
     * paradox).
     *
     * <p>Example: clusters of 6 and 3. The first pod: due 1/6 and 1/3, to the first. The second: the first's share is
     * 1.33, it has 1; due 2/6 and 1/3 are equal, to the first. The third: the first's share is 2 and it has 2, so to
     * the second.
     */
    private String mostUrgent(long n) {
        String best = null;
        for (Map.Entry<String, Integer> each : desired.entrySet()) {
            long has = placed.get(each.getKey());
            if (has * total < each.getValue() * n
                    && (best == null || (has + 1) * desired.get(best) < (placed.get(best) + 1L) * each.getValue())) {
                best = each.getKey();
            }
        }
        return found(best);
    }

    private String firstWithRoom() {
        return found(desired.keySet().stream()
                .filter(c -> placed.get(c) < desired.get(c))
                .findFirst()
                .orElse(null));
    }

    private String found(String cluster) {
        if (cluster == null) {
            throw new IllegalStateException("no cluster has room for a pod: " + placed + " of " + desired);
        }
        return cluster;
    }

    private List<Wave> numbered(List<Map<String, Integer>> steps) {
        Map<String, Integer> reached = new LinkedHashMap<>();
        List<Wave> waves = new ArrayList<>();
        for (Map<String, Integer> step : steps) {
            List<Wave.Target> targets = new ArrayList<>();
            for (String cluster : desired.keySet()) {
                if (step.containsKey(cluster)) {
                    int from = reached.getOrDefault(cluster, 0);
                    reached.put(cluster, from + step.get(cluster));
                    targets.add(new Wave.Target(cluster, from, reached.get(cluster)));
                }
            }
            waves.add(new Wave(waves.size() + 1, steps.size(), targets));
        }
        return waves;
    }
}
