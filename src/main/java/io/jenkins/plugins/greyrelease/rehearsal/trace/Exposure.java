package io.jenkins.plugins.greyrelease.rehearsal.trace;

import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the new version had got when it was stopped.
 *
 * @param batch the text of the batch that stopped it
 * @param cluster where its share was largest
 * @param newReady serving pods of the new version there, at that moment
 * @param ready all serving pods there, at that moment
 * @param fleetShare its largest share over all clusters together, 0 to 1
 */
record Exposure(String batch, String cluster, int newReady, int ready, double fleetShare) {

    double share() {
        return ready == 0 ? 0 : (double) newReady / ready;
    }

    /**
     * The largest share of requests that the new version had until {@code alarm}; every serving pod is taken to get the
     * same number of requests. Worked example: clusters a and b with 10 serving pods each, 1 of them new in a: 10 % in
     * a, 1 / 20 = 5 % over both.
     *
     * @return empty if no batch had begun
     */
    static Optional<Exposure> until(Trace trace, Mark alarm) {
        Optional<Mark> batch = trace.marks().stream()
                .filter(mark -> mark.kind() == Mark.Kind.BATCH
                        && mark.at().compareTo(alarm.at()) <= 0
                        && (alarm.cluster() == null || mark.concerns(alarm.cluster())))
                .reduce((first, second) -> second);
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        List<PodSample> before = since(begin(trace, alarm), trace, alarm.at());
        PodSample worst = before.stream()
                .max(Comparator.comparingDouble(PodSample::newShare))
                .orElse(null);
        if (worst == null) {
            return Optional.empty();
        }
        String where = batch.get().cluster() == null ? "" : " in " + batch.get().cluster();
        return Optional.of(new Exposure(
                name(batch.get().text()) + where,
                worst.cluster(),
                worst.newReady(),
                worst.ready(),
                fleetShare(before, worst.app())));
    }

    /** When the release began that the alarm stopped: shares of one before it are not its own. */
    private static Duration begin(Trace trace, Mark alarm) {
        return trace.marks().stream()
                .filter(mark -> mark.kind() == Mark.Kind.RELEASE && mark.at().compareTo(alarm.at()) <= 0)
                .map(Mark::at)
                .reduce(Duration.ZERO, (first, second) -> second);
    }

    /** What each app and cluster had at {@code from}, and all that changed until {@code to}. */
    private static List<PodSample> since(Duration from, Trace trace, Duration to) {
        Map<List<String>, PodSample> first = new LinkedHashMap<>();
        List<PodSample> later = new ArrayList<>();
        for (PodSample sample : trace.samples()) {
            if (sample.at().compareTo(from) <= 0) {
                first.put(List.of(sample.cluster(), sample.app()), sample);
            } else if (sample.at().compareTo(to) <= 0) {
                later.add(sample);
            }
        }
        List<PodSample> all = new ArrayList<>(first.values());
        all.addAll(later);
        return all;
    }

    /** {@code batch 2: canary to 5 of 10 pods} is called {@code Batch 2}. */
    private static String name(String text) {
        String name = text.replaceFirst(":.*", "");
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static double fleetShare(List<PodSample> samples, String app) {
        Map<String, PodSample> now = new LinkedHashMap<>();
        double largest = 0;
        for (PodSample sample : samples) {
            if (!sample.app().equals(app)) {
                continue;
            }
            now.put(sample.cluster(), sample);
            int ready = now.values().stream().mapToInt(PodSample::ready).sum();
            int newReady = now.values().stream().mapToInt(PodSample::newReady).sum();
            largest = Math.max(largest, ready == 0 ? 0 : (double) newReady / ready);
        }
        return largest;
    }
}
