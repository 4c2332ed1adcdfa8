package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How many replicas a metric asks for.
 *
 * <p>Source: Kubernetes 1.34, {@code replica_calculator.go}. Example: 10 pods with requests of 100m and a target of 60 %
 * use 1,800m together, 180 %: ratio 3, so 30 replicas; at 630m the ratio 1.05 is within the tolerance of 0.1 and the
 * number stays.
 */
final class HpaCalculator {

    /** How far the ratio may be off, each way, before anything is done. */
    record Tolerance(double down, double up) {
        /** The controller's default. */
        static final Tolerance DEFAULT = new Tolerance(0.1, 0.1);

        boolean holds(double ratio) {
            return 1 - down <= ratio && ratio <= 1 + up;
        }
    }

    /**
     * What a metric asks for.
     *
     * @param replicas the number
     * @param milli the average of one pod, in thousandths of the unit
     * @param percent utilisation of the requests; -1 where that is not the question
     */
    record Proposal(int replicas, long milli, int percent) {}

    /** Usage against target. */
    record Ratio(double ratio, long milli, int percent) {}

    /**
     * What is measured against what.
     *
     * @param cpu whether young pods' samples are to be doubted
     * @param ratio usage of these pods against the target
     * @param full what a pod without a sample is taken to use when the others use too little
     */
    record Measure(boolean cpu, Function<Map<String, HpaSample>, Ratio> ratio, ToLongFunction<String> full) {}

    private HpaCalculator() {}

    /** Percent of the requests. */
    static Measure utilization(boolean cpu, Map<String, Long> requests, int target) {
        return new Measure(
                cpu,
                samples -> {
                    long used = 0;
                    long requested = 0;
                    for (Map.Entry<String, HpaSample> each : samples.entrySet()) {
                        used += each.getValue().milli();
                        requested += requests.getOrDefault(each.getKey(), 0L);
                    }
                    int percent = requested == 0 ? 0 : (int) (used * 100 / requested);
                    return new Ratio((double) percent / target, used / samples.size(), percent);
                },
                pod -> requests.getOrDefault(pod, 0L) * Math.max(100, target) / 100);
    }

    /** An average for each pod, in thousandths of the unit. */
    static Measure average(boolean cpu, long target) {
        return new Measure(
                cpu,
                samples -> {
                    long used = samples.values().stream()
                            .mapToLong(HpaSample::milli)
                            .sum();
                    long average = used / samples.size();
                    return new Ratio((double) average / target, average, -1);
                },
                pod -> target);
    }

    /**
     * The replicas that a metric of the pods asks for.
     *
     * @throws HpaFailure if no pod has a sample that counts
     */
    static Proposal ofPods(
            int current,
            Collection<Pod> pods,
            Map<String, HpaSample> all,
            Measure measure,
            Tolerance tolerance,
            Instant now)
            throws HpaFailure {
        if (pods.isEmpty()) {
            throw new HpaFailure("", "no pods returned by selector while calculating replica count");
        }
        HpaPodGroups groups = HpaPodGroups.of(pods, all, measure.cpu(), now);
        Map<String, HpaSample> samples = new TreeMap<>(all);
        samples.keySet().removeAll(groups.ignored());
        samples.keySet().removeAll(groups.unready());
        if (samples.isEmpty()) {
            throw new HpaFailure("", "did not receive metrics for targeted pods (pods might be unready)");
        }
        Ratio first = measure.ratio().apply(samples);
        boolean upWithUnready = !groups.unready().isEmpty() && first.ratio() > 1;
        if (!upWithUnready && groups.missing().isEmpty()) {
            return proposal(
                    tolerance.holds(first.ratio()) ? current : (int) Math.ceil(first.ratio() * groups.ready()), first);
        }
        assume(samples, groups, first.ratio(), measure, now);
        return proposal(
                again(
                        current,
                        samples.size(),
                        first.ratio(),
                        measure.ratio().apply(samples).ratio(),
                        tolerance),
                first);
    }

    /** Pods that say nothing are taken to speak against the change: full on the way down, idle on the way up. */
    private static void assume(
            Map<String, HpaSample> samples, HpaPodGroups groups, double ratio, Measure measure, Instant now) {
        for (String pod : groups.missing()) {
            if (ratio < 1) {
                samples.put(pod, new HpaSample(measure.full().applyAsLong(pod), now, Duration.ZERO));
            } else if (ratio > 1) {
                samples.put(pod, new HpaSample(0, now, Duration.ZERO));
            }
        }
        if (ratio > 1) {
            groups.unready().forEach(pod -> samples.put(pod, new HpaSample(0, now, Duration.ZERO)));
        }
    }

    private static int again(int current, int counted, double before, double after, Tolerance tolerance) {
        boolean turned = before < 1 && after > 1 || before > 1 && after < 1;
        if (tolerance.holds(after) || turned) {
            return current;
        }
        int replicas = (int) Math.ceil(after * counted);
        boolean wrongWay = after < 1 && replicas > current || after > 1 && replicas < current;
        return wrongWay ? current : replicas;
    }

    private static Proposal proposal(int replicas, Ratio seen) {
        return new Proposal(replicas, seen.milli(), seen.percent());
    }

    /** The replicas that a total asks for, against a target for the total. */
    static Proposal ofTotal(int current, Collection<Pod> pods, long total, long target, Tolerance tolerance) {
        double ratio = (double) total / target;
        if (current == 0) {
            return new Proposal((int) Math.ceil(ratio), total, -1);
        }
        long ready = pods.stream()
                .filter(pod -> "Running".equals(Pods.phase(pod)) && Pods.isReady(pod))
                .count();
        return new Proposal(tolerance.holds(ratio) ? current : (int) Math.ceil(ratio * ready), total, -1);
    }

    /** The replicas that a total asks for, against a target for each pod. */
    static Proposal ofTotalPerPod(int current, long total, long target, Tolerance tolerance) {
        double ratio = (double) total / ((double) target * current);
        int replicas = tolerance.holds(ratio) ? current : (int) Math.ceil((double) total / target);
        return new Proposal(replicas, (long) Math.ceil((double) total / Math.max(1, current)), -1);
    }
}
