package io.jenkins.plugins.greyrelease.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns batch sizes into waves over clusters. */
final class Spreading {
    private Spreading() {}

    static List<Wave> waves(PlanRequest request, Map<String, Integer> desired, List<Wave> done) {
        return request.spread() == Spread.SEQUENCE ? sequence(request, desired, done) : fleet(request, desired, done);
    }

    private static List<Wave> sequence(PlanRequest request, Map<String, Integer> desired, List<Wave> done) {
        List<Wave> waves = new ArrayList<>();
        desired.forEach((cluster, total) -> {
            List<Integer> before = done.stream()
                    .filter(w -> w.in(cluster).isPresent())
                    .map(Wave::size)
                    .toList();
            List<Map<String, Integer>> steps = new ArrayList<>();
            sizes(request, before, total).forEach(size -> steps.add(Map.of(cluster, size)));
            waves.addAll(numbered(List.of(cluster), steps));
        });
        return waves;
    }

    private static List<Wave> fleet(PlanRequest request, Map<String, Integer> desired, List<Wave> done) {
        int total = desired.values().stream().mapToInt(Integer::intValue).sum();
        List<Integer> before = done.stream().map(Wave::size).toList();
        List<Integer> sizes = sizes(request, before, total);
        Map<String, Integer> placed = new LinkedHashMap<>();
        desired.keySet().forEach(c -> placed.put(c, 0));
        List<Map<String, Integer>> steps = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            Map<String, Integer> step = new LinkedHashMap<>();
            if (i < done.size()) {
                done.get(i).targets().forEach(t -> step.put(t.cluster(), t.to() - t.from()));
            } else {
                for (int pod = 0; pod < sizes.get(i); pod++) {
                    String next = request.spread() == Spread.EVEN
                            ? mostBehind(desired, placed, step)
                            : firstWithRoom(desired, placed, step);
                    if (next != null) {
                        step.merge(next, 1, Integer::sum);
                    }
                }
            }
            step.forEach((cluster, pods) -> placed.merge(cluster, pods, Integer::sum));
            steps.add(step);
        }
        return numbered(List.copyOf(desired.keySet()), steps);
    }

    private static List<Integer> sizes(PlanRequest request, List<Integer> done, int total) {
        return done.isEmpty() ? Sizes.of(request.batches(), total) : Sizes.again(request.batches(), done, total);
    }

    /**
     * The cluster whose share of the pods placed so far is furthest below its share of the total; the first of equals.
     * Placing pod by pod never takes one back, which largest remainders counted per wave would (the Alabama paradox).
     *
     * <p>Example: clusters of 6 and 3, placing three pods: the shares of the first pod are 0.67 and 0.33, so it goes to
     * the first; of the second 1.33 - 1 and 0.67, so to the second; of the third 2 - 1 and 1 - 1, so to the first.
     */
    private static String mostBehind(
            Map<String, Integer> desired, Map<String, Integer> placed, Map<String, Integer> step) {
        long total = desired.values().stream().mapToLong(Integer::longValue).sum();
        long next = 1;
        for (String cluster : desired.keySet()) {
            next += placed.get(cluster) + step.getOrDefault(cluster, 0);
        }
        String best = null;
        long bestLag = 0;
        for (Map.Entry<String, Integer> each : desired.entrySet()) {
            int has = placed.get(each.getKey()) + step.getOrDefault(each.getKey(), 0);
            long lag = each.getValue() * next - has * total;
            if (has < each.getValue() && (best == null || lag > bestLag)) {
                best = each.getKey();
                bestLag = lag;
            }
        }
        return best;
    }

    private static String firstWithRoom(
            Map<String, Integer> desired, Map<String, Integer> placed, Map<String, Integer> step) {
        return desired.keySet().stream()
                .filter(c -> placed.get(c) + step.getOrDefault(c, 0) < desired.get(c))
                .findFirst()
                .orElse(null);
    }

    /**
     * Waves from the pods each step adds. Empty steps vanish; but an app of zero pods, alone or in a fleet, still gets
     * its new template: it rides in the last wave.
     */
    private static List<Wave> numbered(List<String> clusters, List<Map<String, Integer>> steps) {
        List<Map<String, Integer>> kept = new ArrayList<>();
        steps.stream()
                .filter(s -> s.values().stream().anyMatch(n -> n > 0))
                .forEach(s -> kept.add(new LinkedHashMap<>(s)));
        if (kept.isEmpty()) {
            kept.add(new LinkedHashMap<>());
        }
        clusters.stream()
                .filter(c -> kept.stream().noneMatch(s -> s.getOrDefault(c, 0) > 0))
                .forEach(c -> kept.get(kept.size() - 1).put(c, 0));
        Map<String, Integer> placed = new LinkedHashMap<>();
        List<Wave> waves = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Map<String, Integer> step = kept.get(i);
            List<Wave.Target> targets = new ArrayList<>();
            for (String cluster : clusters) {
                if (step.containsKey(cluster)) {
                    int from = placed.getOrDefault(cluster, 0);
                    placed.put(cluster, from + step.get(cluster));
                    targets.add(new Wave.Target(cluster, from, placed.get(cluster)));
                }
            }
            waves.add(new Wave(i + 1, kept.size(), targets));
        }
        return waves;
    }
}
